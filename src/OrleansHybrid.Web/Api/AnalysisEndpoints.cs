using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;
using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Web.Api;

/// <summary>What follows from the trials: the data that the charts of the page and of the report draw.</summary>
internal static class AnalysisEndpoints
{
    // The names of the API for parts of the report's data.
    private static readonly Dictionary<string, (string Part, string Summary)> Resources = new()
    {
        ["configurations"] = ("leaderboard", "The configurations over their seeds, best first, with mean, deviation and 95 % interval."),
        ["effects"] = ("effects", "The effect of each swept setting, alone and with another one."),
        ["comparisons"] = ("comparisons", "The methods under equal settings: Welch's t-test with Holm's correction."),
        ["table"] = ("table", "The paper's table with the sweep's own numbers."),
        ["timeline"] = ("timeline", "The attempts by slot: line, trial, attempt, begin in ms since 1970, seconds, end, seconds lost."),
        ["curves"] = ("curves", "The leading configurations by epoch: mean and deviation over the seeds."),
        ["search"] = ("search", "The best so far, the rungs, and how much each setting matters; null for a grid."),
        ["costs"] = ("costs", "Slot hours, hours lost, and how the attempts ended."),
    };

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps/{sweep}/analysis", (
                string sweep, SweepMirrors mirrors, HttpContext context, TimeProvider time, string? parts) =>
                Get(mirrors, sweep, context, time, parts is null ? ReportData.Parts : parts.Split(',', StringSplitOptions.TrimEntries)))
            .Produces<object>()
            .WithName("getAnalysis")
            .WithSummary($"The data of the report, or some parts of it: parts={string.Join(',', ReportData.Parts)}.");
        foreach (var (name, (part, summary)) in Resources)
            api.MapGet($"/sweeps/{{sweep}}/{name}", (string sweep, SweepMirrors mirrors, HttpContext context, TimeProvider time) =>
                    Get(mirrors, sweep, context, time, [part]))
                .Produces<object>()
                .WithName($"get{char.ToUpperInvariant(name[0])}{name[1..]}")
                .WithSummary(summary);
    }

    private static async Task<IResult> Get(
        SweepMirrors mirrors, string sweep, HttpContext context, TimeProvider time, IReadOnlyList<string> parts)
    {
        if (parts.FirstOrDefault(part => !ReportData.Parts.Contains(part)) is { } unknown)
            throw ApiException.BadRequest($"parts={unknown}: the parts are {string.Join(", ", ReportData.Parts)}.");
        return await (await mirrors.Find(sweep)).Use(
            async mirror =>
            {
                var names = string.Join(',', parts);
                var tag = SweepEndpoints.TagOf(mirror);
                // What a running trial adds is no change of a row.
                if (parts.Any(ReportData.ChangesWhileTraining) && mirror.Rows.Any(row => row.State is TrialState.Running))
                    tag += $"-{time.GetUtcNow().ToUnixTimeSeconds() / 2}";
                var json = await mirror.Part($"{names} {tag}", async () =>
                {
                    var outcomes = await mirror.Outcomes(
                        parts.Any(ReportData.OfAttempts.Contains),
                        parts.Contains("curves") ? ReportData.TrialsOfCurves(mirror.Definition, mirror.Rows) : null);
                    return Answer.Bytes(ReportData.Of(mirror.Definition, outcomes, time.GetUtcNow(), parts));
                });
                return Answer.Tagged(context, tag, json);
            },
            context.RequestAborted);
    }
}
