using System.Net.ServerSentEvents;
using System.Text.Json;
using OrleansHybrid.Web.Tests.Testing;

namespace OrleansHybrid.Web.Tests.Live;

public class EventStreamsTests(SharedSilo shared)
{
    [Fact]
    public async Task Stream_TellsOfEveryRowUntilTheEnd_AndGoesOnFromARevision()
    {
        var silo = shared.Silo;
        var (_, submitted) = await silo.Post("/api/v1/sweeps?paused=true", WebSilo.Sweep("streamed", 4));
        var id = submitted.GetProperty("id").GetString()!;
        var until = (await silo.Get($"/api/v1/sweeps/{id}/trials.columns")).GetProperty("until").GetString();
        var states = new Dictionary<int, string>();
        string? last = null;

        await silo.Post($"/api/v1/sweeps/{id}/resume");
        await foreach (var one in Events(silo, $"sweep={id}&since={until}"))
        {
            if (one.EventType == "rows")
            {
                last = one.EventId;
                foreach (var row in one.Data.GetProperty("rows").EnumerateArray())
                    states[row.GetProperty("index").GetInt32()] = row.GetProperty("state").GetString()!;
            }

            if (states.Count(state => state.Value == "completed") == 4) break;
        }

        // Whoever was away hears only of what it missed.
        await foreach (var one in Events(silo, $"sweep={id}&since={last}"))
        {
            Assert.NotEqual("reset", one.EventType);
            if (one.EventType == "rows") Assert.Empty(one.Data.GetProperty("rows").EnumerateArray());
            if (one.EventType == "status") break;
        }

        await foreach (var one in Events(silo, $"sweep={id}&since={until}"))
            if (one.EventType == "rows")
            {
                Assert.Equal(4, one.Data.GetProperty("rows").GetArrayLength());
                break;
            }

        // A clock that is ahead names a revision that is not there yet.
        await foreach (var one in Events(silo, $"sweep={id}&since={long.MaxValue}"))
        {
            Assert.Equal("reset", one.EventType);
            break;
        }
    }

    [Fact]
    public async Task Streams_EndWithTheSilo_AndSayThatItLeaves()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await WebSilo.Start(folder.Path);
        var (_, submitted) = await silo.Post("/api/v1/sweeps?paused=true", WebSilo.Sweep("left", 2));
        var id = submitted.GetProperty("id").GetString()!;
        var open = Enumerable.Range(0, 20).Select(one => one % 2 == 0 ? "" : $"sweep={id}").Select(Watch).ToList();
        foreach (var stream in open) await stream.Begun;

        await silo.Stop();

        Assert.All(await Task.WhenAll(open.Select(stream => stream.Ended)), last => Assert.Equal("leaving", last));

        (Task Begun, Task<string> Ended) Watch(string query)
        {
            var begun = new TaskCompletionSource();
            return (begun.Task, Follow());

            async Task<string> Follow()
            {
                var last = "";
                await foreach (var one in Events(silo, query))
                {
                    begun.TrySetResult();
                    last = one.EventType;
                }

                return last;
            }
        }
    }

    [Fact]
    public async Task Stream_OfASweepThatIsDeleted_SaysSo()
    {
        var silo = shared.Silo;
        var (_, submitted) = await silo.Post("/api/v1/sweeps?paused=true", WebSilo.Sweep("deleted", 2));
        var id = submitted.GetProperty("id").GetString()!;
        var isFirst = true;
        var last = "";

        await foreach (var one in Events(silo, $"sweep={id}"))
        {
            last = one.EventType;
            if (!isFirst) continue;
            isFirst = false;
            await silo.Post($"/api/v1/sweeps/{id}/cancel");
            Assert.Equal(200, (await silo.Send(HttpMethod.Delete, $"/api/v1/sweeps/{id}")).Status);
        }

        Assert.Equal("gone", last);
    }

    private static async IAsyncEnumerable<SseItem<JsonElement>> Events(WebSilo silo, string query)
    {
        using var stream = await silo.Stranger.GetStreamAsync(
            new Uri($"/api/v1/events?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        var parser = SseParser.Create(stream, (_, data) => JsonDocument.Parse(data.ToArray()).RootElement);
        await foreach (var one in parser.EnumerateAsync(TestContext.Current.CancellationToken)) yield return one;
    }
}
