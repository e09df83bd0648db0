using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Api;

/// <summary>Lists of trials: pages, columns, changes.</summary>
internal static class TrialEndpoints
{
    private const int RowsUnlessAsked = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps/{sweep}/trials", async (
                string sweep,
                SweepMirrors mirrors,
                HttpContext context,
                string? state,
                string[]? where,
                string? sort,
                int? limit,
                string? cursor) =>
            {
                var listing = new TrialListing(state, where ?? [], sort, limit ?? RowsUnlessAsked, cursor);
                return Results.Json(await (await mirrors.Find(sweep)).Use(listing.Of, context.RequestAborted));
            })
            .Produces<TrialPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("listTrials")
            .WithSummary("Trials: state=running,failed, where=key=value (repeatable), sort=-objective, limit, cursor of the page before.");
        api.MapGet("/sweeps/{sweep}/trials.columns", async (string sweep, SweepMirrors mirrors, HttpContext context) =>
                await (await mirrors.Find(sweep)).Use(
                    async mirror =>
                    {
                        var columns = await mirror.Part("trials.columns", () => Task.FromResult(Answer.Bytes(Columns(mirror))));
                        return Answer.Tagged(context, SweepEndpoints.TagOf(mirror), columns);
                    },
                    context.RequestAborted))
            .Produces<TrialColumns>()
            .WithName("getTrialColumns")
            .WithSummary("All trials as columns, for tables and charts of many trials.");
        api.MapGet("/sweeps/{sweep}/changes", async (string sweep, SweepMirrors mirrors, HttpContext context, string? since) =>
                Results.Json(await (await mirrors.Find(sweep)).Use(
                    mirror => Changes(mirror, Revisions.Parse(since ?? "0")), context.RequestAborted)))
            .Produces<ChangesAnswer>()
            .WithName("getChanges")
            .WithSummary("The rows that have changed since a revision: what /events streams, for whoever asks instead.");
    }

    /// <summary>The rows that the ledger changed after a revision, which may be of another control silo.</summary>
    internal static async Task<ChangesAnswer> Changes(SweepMirror mirror, long since)
    {
        var changes = await mirror.Handle.Changes(since);
        var isReset = changes.Rows is null || changes.Until < since || changes.Rows.Any(row => row.Index >= mirror.Rows.Count);
        return new(
            Revisions.Text(changes.Until),
            isReset,
            isReset ? [] : [.. changes.Rows!.Select(mirror.Definition.View)],
            await mirror.Handle.Status());
    }

    private static TrialColumns Columns(SweepMirror mirror)
    {
        var rows = mirror.Rows.Select(mirror.Definition.View).ToList();
        var columns = new OrderedDictionary<string, IReadOnlyList<object?>>();
        Add("index", row => row.Index);
        Add("state", row => row.State.Spelled());
        Add("seed", row => row.Seed);
        Add("objective", row => row.Objective);
        Add("attempts", row => row.Attempts);
        Add("preemptions", row => row.Preemptions);
        Add("seconds", row => row.Seconds);
        Add("lost_seconds", row => row.LostSeconds);
        Add("images_per_second", row => row.ImagesPerSecond);
        Add("weights_sha256", row => row.WeightsSha256);
        Add("failure", row => row.Failure);
        Add("reason", row => row.Reason);
        Add("reused_from", row => row.ReusedFrom);
        Add("rung", row => row.Rung);
        Add("basis", row => row.Basis);
        // A column for each axis.
        columns.Add("values", [.. mirror.Definition.Axes.Select((_, axis) => (object?)rows.ConvertAll(row => row.Values[axis]))]);
        return new(Revisions.Text(mirror.Revision), rows.Count, columns);

        void Add(string name, Func<TrialView, object?> cell)
        {
            var cells = rows.ConvertAll(row => cell(row));
            if (name is "index" || cells.Exists(value => value is not null)) columns.Add(name, cells);
        }
    }
}
