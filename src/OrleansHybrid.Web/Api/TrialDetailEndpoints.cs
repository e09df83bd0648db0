using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;
using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Web.Api;

/// <summary>One trial: epochs, attempts, checkpoints, log, evaluation, prototypes.</summary>
internal static class TrialDetailEndpoints
{
    private const int LinesUnlessAsked = 200, MostLines = 5_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var trial = api.MapGroup("/sweeps/{sweep}/trials/{trial:int}");
        Get<TrialDetail>(trial, "getTrial", "", "One trial in full.", Detail);
        Part("getTrialHistory", "/history", "Its epochs, in order.", detail => detail.Epochs);
        Part("getTrialAttempts", "/attempts", "Its attempts, oldest first.", detail => detail.Attempts);
        Part("getTrialCheckpoints", "/checkpoints", "Its committed checkpoints, newest first.", detail => detail.Checkpoints);
        trial.MapGet("/logs", Log)
            .Produces<LogAnswer>()
            .WithName("getTrialLog")
            .WithSummary("The end of its trainers' log; with after, what was written since.");
        trial.MapGet("/evaluation", (string sweep, int trial, SweepMirrors mirrors, ICheckpointStore store, HttpContext context) =>
                FromCheckpoint(new(sweep, trial, mirrors, context), store, "evaluation", (checkpoint, folder) =>
                    BestModel.Read("", folder) is { } model
                        ? new EvaluationAnswer(checkpoint.Name, checkpoint.Epoch, model.Classes, model.Confusion)
                        : null))
            .Produces<EvaluationAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("getTrialEvaluation")
            .WithSummary("The accuracy of each class and the confusion matrix, from the newest checkpoint that was evaluated.");
        trial.MapGet("/prototypes", (string sweep, int trial, SweepMirrors mirrors, ICheckpointStore store, HttpContext context) =>
                FromCheckpoint(new(sweep, trial, mirrors, context), store, "prototypes", (checkpoint, folder) =>
                    Path.Combine(folder, "prototypes.safetensors") is var path && File.Exists(path)
                        ? Prototypes(checkpoint, PrototypeMap.Read(File.ReadAllBytes(path)))
                        : null))
            .Produces<PrototypesAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("getTrialPrototypes")
            .WithSummary("The cosine similarities of the prototypes in the newest checkpoint.");

        void Part<T>(string name, string path, string summary, Func<TrialDetail, T> part) =>
            Get(trial, name, path, summary, async at => part(await Detail(at)));
    }

    private static void Get<T>(
        IEndpointRouteBuilder group, string name, string path, string summary, Func<Place, Task<T>> read) =>
        group.MapGet(path, async (string sweep, int trial, SweepMirrors mirrors, HttpContext context) =>
                Results.Json(await read(new(sweep, trial, mirrors, context))))
            .Produces<T>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName(name)
            .WithSummary(summary);

    private static async Task<TrialDetail> Detail(Place at) => await (await at.Mirrors.Find(at.Sweep)).Use(
        async mirror =>
        {
            var row = RowOf(mirror, at.Trial);
            var spec = mirror.Definition.Trial(at.Trial);
            var trained = row.ReusedFrom ?? spec.Id;
            var grain = at.Mirrors.Grains.GetTrial(trained);
            var data = row.Result is { } result ? result.Data : await at.Mirrors.Calls.Repeat(grain.Data);
            var equal = data is null
                ? null
                : await at.Mirrors.Calls.Repeat(at.Mirrors.Grains.GetGrain<IResultGrain>(spec.ResultKey(data)).Find);
            return new TrialDetail
            {
                Id = spec.Id.ToString(),
                Trial = mirror.Definition.View(row),
                Recipe = spec.Recipe,
                ContentHash = spec.ContentHash,
                Data = data?.Value,
                Result = row.Result,
                Epochs = await at.Mirrors.Calls.Repeat(grain.History),
                Attempts = row.ReusedFrom is null ? await at.Mirrors.Calls.Repeat(grain.Attempts) : [],
                Checkpoints = await at.Mirrors.Calls.Repeat(grain.Checkpoints),
                EqualRecipe = equal is null || equal.Trial == spec.Id
                    ? null
                    : new(
                        equal.Trial.ToString(),
                        equal.Result.WeightsSha256,
                        row.Result is { } own ? own.WeightsSha256 == equal.Result.WeightsSha256 : null),
            };
        },
        at.Context.RequestAborted);

    private static async Task<IResult> Log(string sweep, int trial, SweepMirrors mirrors, HttpContext context, string? after, int? lines)
    {
        if (lines is < 1 or > MostLines) throw ApiException.BadRequest($"lines={lines}: give 1 to {MostLines}.");
        var id = await (await mirrors.Find(sweep)).Use(
            mirror => new TrialId(mirror.Id, RowOf(mirror, trial).Index), context.RequestAborted);
        var read = ReadCursor(after);
        var parts = await mirrors.Calls.Repeat(() => TrialLogs.Read(mirrors.Grains, new(id, read)));
        var until = new Dictionary<string, long>(read);
        foreach (var part in parts) until[part.Silo] = part.Until;
        return Results.Json(new LogAnswer(
            [
                .. parts.Select(part => new LogText(
                    SiloPlace.Of(part.Silo), after is null ? End(part.Text, lines ?? LinesUnlessAsked) : part.Text, part.Note)),
            ],
            Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(until))));
    }

    private static string End(string text, int lines)
    {
        var from = text.Length;
        for (var line = 0; line <= lines && from > 0; line++) from = text.LastIndexOf('\n', from - 1);
        return from < 0 ? text : text[(from + 1)..];
    }

    private static Dictionary<string, long> ReadCursor(string? after)
    {
        if (string.IsNullOrEmpty(after)) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(Base64Url.DecodeFromChars(after)) ?? [];
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            throw ApiException.BadRequest("This cursor is not of a log. Leave after out to begin with the end of the log.");
        }
    }

    private static async Task<IResult> FromCheckpoint<T>(
        Place at, ICheckpointStore store, string what, Func<CheckpointRef, string, T?> read)
        where T : class
    {
        var trained = await (await at.Mirrors.Find(at.Sweep)).Use(
            mirror => RowOf(mirror, at.Trial).ReusedFrom ?? new TrialId(mirror.Id, at.Trial), at.Context.RequestAborted);
        var committed = await at.Mirrors.Calls.Repeat(at.Mirrors.Grains.GetTrial(trained).Checkpoints);
        // The newest may be deleted at this moment, or have been written before an evaluation.
        foreach (var checkpoint in committed.Take(2))
            if (await FetchedCheckpoint.Read(
                store, trained, checkpoint, folder => read(checkpoint, folder), at.Context.RequestAborted) is { } answer)
                return Results.Json(answer);

        throw ApiException.NotFound($"no-{what}", $"{trained} has no checkpoint with {what} now.");
    }

    private static PrototypesAnswer Prototypes(CheckpointRef checkpoint, PrototypeMap map) =>
        new(checkpoint.Name, checkpoint.Epoch, map.Prototypes, map.PerCell, map.Values);

    private static TrialRow RowOf(SweepMirror mirror, int trial) =>
        trial >= 0 && trial < mirror.Rows.Count
            ? mirror.Rows[trial]
            : throw ApiException.NotFound("unknown-trial", $"{mirror.Id} has no trial {trial}: it has {mirror.Rows.Count}, from 0.");

    private sealed record Place(string Sweep, int Trial, SweepMirrors Mirrors, HttpContext Context);
}
