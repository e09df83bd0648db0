using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Api;

/// <summary>Sweeps: their list, and one in full.</summary>
internal static class SweepEndpoints
{
    private const int FirstTrials = 5;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps", async (SweepCards cards, bool? archived, HttpContext context) =>
                Results.Json(new SweepList(await cards.List(archived is true, context.RequestAborted))))
            .Produces<SweepList>()
            .WithName("listSweeps")
            .WithSummary("All sweeps, in the order of submission.");
        api.MapGet("/sweeps/{sweep}", async (string sweep, SweepMirrors mirrors, HttpContext context) =>
                await (await mirrors.Find(sweep)).Use(
                    async mirror => Answer.Tagged(context, TagOf(mirror), await Of(mirror)), context.RequestAborted))
            .Produces<SweepAnswer>()
            .WithName("getSweep")
            .WithSummary("One sweep: its settings, its text, its status, and why its trials wait.");
    }

    /// <summary>The entity tag of a sweep: it changes with its trials and with its text.</summary>
    internal static string TagOf(SweepMirror mirror) => $"{mirror.Revision}-{mirror.Version}-{Checksum(mirror.Texts.Newest.Yaml):x8}";

    private static async Task<SweepAnswer> Of(SweepMirror mirror)
    {
        var (sweep, metric) = (mirror.Definition, FinalMetrics.ByName[mirror.Definition.Metric.Name]);
        return new()
        {
            Id = sweep.Id,
            Name = sweep.Name,
            Description = sweep.Description,
            Labels = sweep.Labels,
            Method = sweep.Method.Spelled(),
            Metric = sweep.Metric,
            IsAccuracy = metric.IsAccuracy,
            IsOfValidation = FinalMetrics.Of(sweep.Metric).Images is MetricImages.Validation,
            Target = sweep.Target,
            Seeds = sweep.Seeds.Count,
            Trials = sweep.TrialCount,
            Epochs = sweep.Recipe.Epochs,
            Expansion = sweep.Expansion,
            Axes = sweep.AxesOf(),
            Share = sweep.Share,
            Yaml = mirror.Texts.Newest.Yaml,
            Files = [.. mirror.Texts.Grids.Select(text => new FileAnswer(text.File, text.Yaml))],
            Warnings = ProblemError.Of(sweep.Warnings),
            Status = await mirror.Handle.Status(),
            WaitingByReason =
            [
                .. from row in mirror.Rows
                   where row.PendingReason is not null
                   group row.Index by row.PendingReason into waiting
                   orderby waiting.Count() descending
                   select new WaitingTrials(
                       waiting.Key.Kind, waiting.Key.Message, waiting.Count(), [.. waiting.Take(FirstTrials)]),
            ],
            Until = Revisions.Text(mirror.Revision),
        };
    }

    private static uint Checksum(string text) => text.Aggregate(2166136261, (hash, letter) => unchecked((hash ^ letter) * 16777619));
}
