using System.Net;
using OrleansHybrid.Web.Tests.Testing;

namespace OrleansHybrid.Web.Tests.Api;

public class SweepEndpointsTests(SharedSilo shared)
{
    [Fact]
    public async Task Sweep_IsSubmittedWatchedAndFinished()
    {
        var silo = shared.Silo;

        var id = await silo.Submit(WebSilo.Sweep("watched", 4));
        await silo.Finish(id);

        var sweep = await silo.Get("/api/v1/sweeps/watched");
        Assert.Equal(id, sweep.GetProperty("id").GetString());
        Assert.Equal("finished", (await silo.Listed(id))?.GetProperty("state").GetString());
        Assert.Equal(2, sweep.GetProperty("axes")[0].GetProperty("values").GetArrayLength());
        var trials = await silo.Get($"/api/v1/sweeps/{id}/trials?sort=-objective");
        Assert.Equal(4, trials.GetProperty("total").GetInt32());
        Assert.All(trials.GetProperty("trials").EnumerateArray(), row => Assert.Equal("completed", row.GetProperty("state").GetString()));
        var trial = await silo.Get($"/api/v1/sweeps/{id}/trials/3");
        Assert.Equal(2, trial.GetProperty("epochs").GetArrayLength());
        Assert.Equal(64, trial.GetProperty("result").GetProperty("weights_sha256").GetString()!.Length);
        Assert.Equal(1, trial.GetProperty("attempts").GetArrayLength());
        Assert.Equal(2, (await silo.Get("/api/v1/silos")).GetProperty("silos")[0].GetProperty("slots").GetInt32());
        // The same text again is the same sweep.
        Assert.Equal(200, (await silo.Post("/api/v1/sweeps", WebSilo.Sweep("watched", 4))).Status);
    }

    [Fact]
    public async Task BadInput_IsRefusedWithTheReason()
    {
        var silo = shared.Silo;

        var (status, problem) = await silo.Post(
            "/api/v1/sweeps?dry-run=true", "name: fake\nparameters:\n  temperatur: { values: [0.1, -1] }\n");

        Assert.Equal(422, status);
        Assert.Equal("urn:orleanshybrid:problem:invalid-sweep", problem.GetProperty("type").GetString());
        var error = problem.GetProperty("errors")[0];
        Assert.Equal(3, error.GetProperty("line").GetInt32());
        Assert.Contains("temperature", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal(400, (await silo.Post("/api/v1/sweeps", "  ")).Status);
        Assert.Equal(413, (await silo.Post("/api/v1/sweeps", new string('#', 3_000_000))).Status);
        Assert.Equal(422, (await silo.Post("/api/v1/sweeps", "{[}")).Status);
        Assert.Equal(404, (await silo.Post("/api/v1/sweeps/nobody/pause")).Status);
        Assert.Equal(404, (await silo.Send(HttpMethod.Get, "/api/v1/nowhere")).Status);
        // A dry run submits nothing.
        var (dry, checkedSweep) = await silo.Post("/api/v1/sweeps?dry-run=true", WebSilo.Sweep("unborn", 4));
        Assert.Equal(200, dry);
        Assert.Null(await silo.Listed(checkedSweep.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Verbs_AreObeyed()
    {
        var silo = shared.Silo;
        var (_, submitted) = await silo.Post("/api/v1/sweeps?paused=true", WebSilo.Sweep("obeyed", 4));
        var id = submitted.GetProperty("id").GetString()!;

        Assert.Equal("paused", await State());
        var sweep = await silo.Get($"/api/v1/sweeps/{id}");
        Assert.Equal(4, sweep.GetProperty("waiting_by_reason")[0].GetProperty("trials").GetInt32());
        Assert.Equal("paused", sweep.GetProperty("waiting_by_reason")[0].GetProperty("kind").GetString());
        Assert.Equal(200, (await silo.Send(HttpMethod.Patch, $"/api/v1/sweeps/{id}", "{\"priority\": 7}", "application/json")).Status);
        await Eventually.Is(
            async () => (await silo.Get($"/api/v1/sweeps/{id}")).GetProperty("share").GetProperty("priority").GetInt32() == 7,
            "the sweep has its new priority");
        Assert.Equal(409, (await silo.Send(HttpMethod.Patch, $"/api/v1/sweeps/{id}", "{\"name\": \"other\"}", "application/json")).Status);
        Assert.Equal(200, (await silo.Post($"/api/v1/sweeps/{id}/resume")).Status);
        await silo.Finish(id);
        Assert.Equal(200, (await silo.Post($"/api/v1/sweeps/{id}/archive")).Status);
        Assert.Null(await silo.Listed(id));
        Assert.True((await silo.Listed(id, "?archived=true"))?.GetProperty("archived").GetBoolean());
        Assert.Equal(200, (await silo.Send(HttpMethod.Delete, $"/api/v1/sweeps/{id}")).Status);
        Assert.Equal(404, (await silo.Send(HttpMethod.Get, $"/api/v1/sweeps/{id}")).Status);

        async Task<string?> State() => (await silo.Listed(id))?.GetProperty("state").GetString();
    }

    [Fact]
    public async Task Patch_OfAStateThatIsNoMore_IsRefused()
    {
        var silo = shared.Silo;
        var (_, submitted) = await silo.Post("/api/v1/sweeps?paused=true", WebSilo.Sweep("stale", 2));
        var path = new Uri($"/api/v1/sweeps/{submitted.GetProperty("id").GetString()}", UriKind.Relative);
        var tag = (await silo.Http.GetAsync(path, TestContext.Current.CancellationToken)).Headers.ETag!.ToString();

        Assert.Equal(HttpStatusCode.NotModified, await With(HttpMethod.Get, "If-None-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await With(HttpMethod.Patch, "If-Match", "\"another\""));
        Assert.Equal(HttpStatusCode.OK, await With(HttpMethod.Patch, "If-Match", tag));

        async Task<HttpStatusCode> With(HttpMethod method, string header, string value)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add(header, value);
            if (method == HttpMethod.Patch) request.Content = new StringContent("{\"priority\": 3}");
            using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Pages_OfTrials_HaveEachTrialOnce()
    {
        var silo = shared.Silo;
        var id = await silo.Submit(WebSilo.Sweep("paged", 8));
        await silo.Finish(id);
        foreach (var sort in (string[])["index", "-objective", "objective", "-temperature", "seed", "state", "-seconds"])
        {
            var (seen, cursor) = (new List<int>(), "");
            do
            {
                var page = await silo.Get($"/api/v1/sweeps/{id}/trials?sort={sort}&limit=3{cursor}");
                seen.AddRange(page.GetProperty("trials").EnumerateArray().Select(row => row.GetProperty("index").GetInt32()));
                cursor = page.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : "";
            }
            while (cursor.Length > 0);

            Assert.Equal(Enumerable.Range(0, 8), seen.Order());
        }

        var first = await silo.Get($"/api/v1/sweeps/{id}/trials?sort=seed&limit=3&where=temperature=0.2");
        Assert.Equal(4, first.GetProperty("total").GetInt32());
        var foreign = first.GetProperty("next").GetString();
        Assert.Equal(400, (await silo.Send(HttpMethod.Get, $"/api/v1/sweeps/{id}/trials?sort=index&limit=3&cursor={foreign}")).Status);
        Assert.Equal(400, (await silo.Send(HttpMethod.Get, $"/api/v1/sweeps/{id}/trials?state=asleep")).Status);
        var columns = await silo.Get($"/api/v1/sweeps/{id}/trials.columns");
        Assert.Equal(8, columns.GetProperty("columns").GetProperty("objective").GetArrayLength());
        Assert.Equal(8, columns.GetProperty("columns").GetProperty("values")[0].GetArrayLength());
    }

    [Fact]
    public async Task Analysis_IsWhatTheReportShows()
    {
        var silo = shared.Silo;
        var id = await silo.Submit(WebSilo.Sweep("analysed", 4));
        await silo.Finish(id);

        var all = await silo.Get($"/api/v1/sweeps/{id}/analysis");
        Assert.Equal(2, all.GetProperty("leaderboard").GetArrayLength());
        Assert.Equal(2, all.GetProperty("leaderboard")[0].GetProperty("objective").GetProperty("count").GetInt32());
        Assert.Equal(2, all.GetProperty("curves").GetArrayLength());
        Assert.Equal(4, all.GetProperty("timeline").GetProperty("bars").GetArrayLength());
        foreach (var part in (string[])["configurations", "effects", "comparisons", "table", "timeline", "curves", "search", "costs"])
            Assert.Equal(id, (await silo.Get($"/api/v1/sweeps/{id}/{part}")).GetProperty("id").GetString());
        Assert.Equal(400, (await silo.Send(HttpMethod.Get, $"/api/v1/sweeps/{id}/analysis?parts=nothing")).Status);
    }

    [Fact]
    public async Task OpenApi_NamesEveryAnswer()
    {
        var silo = shared.Silo;

        var api = await silo.Get("/api/v1/openapi.json");
        var names = new HashSet<string?>();

        Assert.StartsWith("3.1", api.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in api.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(names.Add(operation.Value.GetProperty("operationId").GetString()), path.Name);
                Assert.True(operation.Value.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 10, path.Name);
                Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), response => response.Name.StartsWith('2'));
            }

        // Members are spelt as the answers spell them.
        var row = api.GetProperty("components").GetProperty("schemas").GetProperty("TrialView").GetProperty("properties");
        Assert.Contains(row.EnumerateObject(), member => member.Name == "weights_sha256");
    }
}
