using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Api;

/// <summary>Changes of sweeps: submission, verbs, options, deletion.</summary>
internal static class ChangeEndpoints
{
    private const int MostBytes = 2 * 1024 * 1024;

    private static readonly Verb[] OfSweeps = [Verb.Pause, Verb.Resume, Verb.Stop, Verb.Cancel, Verb.Retry];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sweeps", Submit)
            .WithBody(RequestBodies.Yaml)
            .Produces<SubmissionAnswer>(StatusCodes.Status201Created)
            .Produces<SubmissionAnswer>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("submitSweep")
            .WithSummary("Submits a sweep file. The same file again changes its options and resumes it; dry-run only checks it.");
        foreach (var verb in OfSweeps)
            api.MapPost($"/sweeps/{{sweep}}/{verb.Spelled()}", (string sweep, SweepMirrors mirrors) => Tell(mirrors, sweep, verb, null))
                .Produces<DoneAnswer>()
                .ProducesProblem(StatusCodes.Status409Conflict)
                .WithName($"{verb.Spelled()}Sweep")
                .WithSummary(SummaryOf(verb));
        foreach (var isArchived in new[] { true, false })
            api.MapPost($"/sweeps/{{sweep}}/{(isArchived ? "archive" : "unarchive")}", async (string sweep, SweepMirrors mirrors) =>
                {
                    var id = (await mirrors.Find(sweep)).Id;
                    return Done(await mirrors.Calls.Repeat(() => mirrors.Grains.GetScheduler().Archive(id, isArchived)));
                })
                .Produces<DoneAnswer>()
                .WithName(isArchived ? "archiveSweep" : "unarchiveSweep")
                .WithSummary(isArchived ? "Leaves a sweep out of lists." : "Shows a sweep in lists again.");
        api.MapPost("/sweeps/{sweep}/extend", Extend)
            .WithBody(RequestBodies.Yaml)
            .Produces<DoneAnswer>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("extendSweep")
            .WithSummary("Adds the trials of a sweep file that the sweep does not have yet.");
        api.MapPatch("/sweeps/{sweep}", Set)
            .WithBody(RequestBodies.Options)
            .Produces<DoneAnswer>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("setSweepOptions")
            .WithSummary("Changes options such as priority, max_slots, budget.max_gpu_hours: an object of keys and values.");
        api.MapDelete("/sweeps/{sweep}", Delete)
            .Produces<DoneAnswer>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("deleteSweep")
            .WithSummary("Deletes a finished or cancelled sweep with its records and checkpoints, permanently.");
        foreach (var verb in Enum.GetValues<Verb>().Where(verb => verb is not Verb.Stop))
            api.MapPost(
                    $"/sweeps/{{sweep}}/trials/{{trial:int}}/{verb.Spelled()}",
                    (string sweep, int trial, SweepMirrors mirrors) => Tell(mirrors, sweep, verb, trial))
                .Produces<DoneAnswer>()
                .ProducesProblem(StatusCodes.Status409Conflict)
                .WithName($"{verb.Spelled()}Trial")
                .WithSummary(SummaryOf(verb));
    }

    private static async Task<IResult> Submit(
        SweepMirrors mirrors, HttpContext context, bool? paused, string? file, [FromQuery(Name = "dry-run")] bool? dryRun)
    {
        var text = new SweepText(await ReadYaml(context), string.IsNullOrWhiteSpace(file) ? "sweep.yaml" : file);
        var sweep = text.Parse();
        var known = (await mirrors.Calls.Repeat(mirrors.Grains.GetScheduler().List)).Ids.Contains(sweep.Id);
        var cost = sweep.Chosen is { } chosen ? SearchCost.Of(chosen, sweep.Recipe.Epochs) : null;
        var answer = new SubmissionAnswer(
            sweep.Id, known, sweep.TrialCount, sweep.Expansion, sweep.AxesOf(), ProblemError.Of(sweep.Warnings), cost);
        if (dryRun is true) return Results.Json(answer);
        var submission = await mirrors.Calls.Request(
            request => mirrors.Grains.GetScheduler().Submit(text.Yaml, text.File, paused: paused is true, request: request));
        if (submission.Refused is { } why) throw ApiException.Refused(why);
        return known ? Results.Json(answer) : Results.Created($"/api/v1/sweeps/{sweep.Id}", answer);
    }

    private static async Task<IResult> Extend(string sweep, SweepMirrors mirrors, HttpContext context, string? file)
    {
        var id = (await mirrors.Find(sweep)).Id;
        var text = new SweepText(await ReadYaml(context), string.IsNullOrWhiteSpace(file) ? "sweep.yaml" : file);
        text.Parse();
        return Done(await mirrors.Calls.Request(request => mirrors.Grains.GetScheduler().Extend(id, text, request)));
    }

    private static async Task<IResult> Set(string sweep, SweepMirrors mirrors, HttpContext context)
    {
        var mirror = await mirrors.Find(sweep);
        var (newest, tag) = await mirror.Use(own => (own.Texts.Newest, SweepEndpoints.TagOf(own)), context.RequestAborted);
        Answer.RequireMatch(context, tag);
        var changes = Changes(await ReadText(context));
        SweepText changed;
        try
        {
            foreach (var change in changes.Where(change => SweepOverrides.ChangesTrials(change.Split('=')[0])))
                throw ApiException.Refused(
                    $"{change} determines the trials of the sweep, which cannot change. Extend it with more trials, or submit another.");
            changed = new(SweepOverrides.Apply(newest.Yaml, changes), newest.File);
            changed.Parse();
        }
        catch (ArgumentException mistake)
        {
            throw ApiException.BadRequest(mistake.Message);
        }

        return Done(await mirrors.Calls.Request(request => mirrors.Grains.GetScheduler().Extend(mirror.Id, changed, request)));
    }

    private static string[] Changes(string json)
    {
        try
        {
            return
            [
                .. (JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [])
                    .Select(change => $"{change.Key}={(change.Value.ValueKind is JsonValueKind.Null ? "null" : change.Value.ToString())}"),
            ];
        }
        catch (JsonException malformed)
        {
            throw ApiException.BadRequest($"The body is no JSON object of options: {malformed.Message} Send {{\"priority\": 10}}.");
        }
    }

    private static async Task<IResult> Delete(string sweep, SweepMirrors mirrors, HttpContext context)
    {
        var id = (await mirrors.Find(sweep)).Id;
        var answer = await SweepRemoval.Run(id, mirrors.Grains, mirrors.Calls, _ => { }, context.RequestAborted);
        if (answer.IsDone) mirrors.Forget(id);
        return Done(answer);
    }

    private static async Task<IResult> Tell(SweepMirrors mirrors, string sweep, Verb verb, int? trial)
    {
        var id = (await mirrors.Find(sweep)).Id;
        VerbAnswer answer;
        do
        {
            answer = await mirrors.Calls.Request(request => mirrors.Grains.GetScheduler().Tell(id, verb, trial, request));
        }
        while (answer is { IsDone: true, Left: > 0 });
        return Done(answer);
    }

    private static IResult Done(VerbAnswer answer) =>
        answer.IsDone ? Results.Json(new DoneAnswer(answer.Message, answer.Left)) : throw ApiException.Refused(answer.Message);

    private static async Task<string> ReadYaml(HttpContext context)
    {
        var text = await ReadText(context);
        return text.Trim().Length > 0 ? text : throw ApiException.BadRequest("The body is empty. Send the text of a sweep file.");
    }

    private static async Task<string> ReadText(HttpContext context)
    {
        var tooLarge = new ApiException(
            StatusCodes.Status413PayloadTooLarge, "too-large", $"The body has more than {MostBytes:N0} bytes, which no sweep file needs.");
        if (context.Request.ContentLength > MostBytes) throw tooLarge;
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            if (text.Length + read > MostBytes) throw tooLarge;
            text.Write(buffer, 0, read);
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (DecoderFallbackException)
        {
            throw ApiException.BadRequest("The body is not UTF-8 text. Send the text of a sweep file.");
        }
    }

    private static string SummaryOf(Verb verb) => verb switch
    {
        Verb.Pause => "Running trials write a checkpoint and leave their slots; nothing starts until it is resumed.",
        Verb.Resume => "Undoes a pause, a stop or a cancel.",
        Verb.Stop => "Running trials train to their end; no other trial starts.",
        Verb.Cancel => "Ends it now; the last checkpoints stay.",
        Verb.Retry => "Failed trials go on from their last checkpoint, with all their restarts.",
        _ => "Takes a running trial off its slot: a rehearsal of preemption.",
    };
}
