using Microsoft.AspNetCore.Http;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Web.Answers;

/// <summary>What the API cannot do, in the format of RFC 9457.</summary>
/// <param name="Line">The line in the sweep file, from 1.</param>
/// <param name="Path">The path of the key in the sweep file.</param>
/// <param name="Message">The problem and its remedy.</param>
public sealed record ProblemError(int Line, string Path, string Message)
{
    internal static ProblemError[] Of(IEnumerable<Problem> problems) =>
        [.. problems.Select(problem => new ProblemError(problem.Line, problem.Path, problem.Message))];
}

/// <summary>A request that the API refuses.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="type">The last part of the problem's type.</param>
/// <param name="detail">The problem and its remedy.</param>
internal sealed class ApiException(int status, string type, string detail) : Exception(detail)
{
    public IResult Result => Problems.Of(status, type, Message);

    public static ApiException NotFound(string type, string detail) => new(StatusCodes.Status404NotFound, type, detail);

    public static ApiException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "bad-request", detail);

    public static ApiException Refused(string detail) => new(StatusCodes.Status409Conflict, "refused", detail);
}

internal static class Problems
{
    private const string Types = "urn:orleanshybrid:problem:";

    public static IResult Of(int status, string type, string detail, IReadOnlyList<ProblemError>? errors = null) =>
        Results.Problem(
            detail,
            statusCode: status,
            type: Types + type,
            extensions: errors is null ? null : new Dictionary<string, object?> { ["errors"] = errors });

    /// <summary>Answers with the problem that an exception tells of.</summary>
    public static async ValueTask<object?> Catch(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ApiException refusal)
        {
            return refusal.Result;
        }
        catch (UnknownSweepException deleted)
        {
            return ApiException.NotFound("unknown-sweep", deleted.Message).Result;
        }
        catch (InvalidSweepException invalid)
        {
            return Of(
                StatusCodes.Status422UnprocessableEntity,
                "invalid-sweep",
                $"The sweep file has {invalid.Problems.Count} problem{(invalid.Problems.Count == 1 ? "" : "s")}.",
                ProblemError.Of(invalid.Problems));
        }
        catch (BadHttpRequestException bad)
        {
            return Of(bad.StatusCode, "bad-request", bad.Message);
        }
        catch (Exception unreachable) when (unreachable is TimeoutException or OrleansException or GrainStorageException)
        {
            return Of(
                StatusCodes.Status503ServiceUnavailable,
                "unreachable",
                $"The cluster does not answer: {unreachable.Message} Ask again; nothing that it acknowledged is lost.");
        }
    }
}
