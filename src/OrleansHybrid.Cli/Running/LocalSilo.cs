using System.Globalization;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Running;

/// <summary>Requests to the silo on a port of this machine, for a container's health check or stop hook.</summary>
internal static class LocalSilo
{
    /// <returns>The process's exit code: 0 if the silo is ready.</returns>
    public static Task<int> Probe(int port, CancellationToken stop) =>
        Ask(HttpMethod.Get, port, "health/ready", TimeSpan.FromSeconds(5), stop);

    /// <summary>Returns when every trainer has written its checkpoint.</summary>
    /// <returns>The process's exit code: 0 if the silo is drained.</returns>
    public static Task<int> Drain(int port, CancellationToken stop) =>
        Ask(HttpMethod.Post, port, "lifecycle/drain", Timeout.InfiniteTimeSpan, stop);

    private static async Task<int> Ask(HttpMethod method, int port, string path, TimeSpan patience, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = patience };
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));
        try
        {
            using var answer = await http.SendAsync(new(method, address), stop);
            Console.WriteLine((await answer.Content.ReadAsStringAsync(stop)).TrimEnd());
            return answer.IsSuccessStatusCode ? ExitCode.Complete : ExitCode.UserMistake;
        }
        catch (Exception failure) when (
            failure is HttpRequestException || (failure is TaskCanceledException && !stop.IsCancellationRequested))
        {
            throw new UserException($"{address}: {failure.Message} Start a silo there, with --port {port}.", failure);
        }
    }
}
