using System.Net.Http.Headers;
using System.Text.Json;
using OrleansHybrid.Silo;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Web.Tests.Testing;

/// <summary>A real silo with two slots and scripted trainers, and a client of its API.</summary>
internal sealed class WebSilo : IAsyncDisposable
{
    private readonly SiloHost _host;

    private WebSilo(SiloHost host)
    {
        _host = host;
        Token = OperatorToken.Find(host.Options.StateDirectory)!;
        Http = new() { BaseAddress = host.HttpAddress, DefaultRequestHeaders = { Authorization = new("Bearer", Token) } };
        Stranger = new() { BaseAddress = host.HttpAddress };
    }

    public string Token { get; }

    /// <summary>A client with the token.</summary>
    public HttpClient Http { get; }

    /// <summary>A client without the token.</summary>
    public HttpClient Stranger { get; }

    public IGrainFactory Grains => _host.Cluster;

    public Uri Address => _host.HttpAddress;

    public Uri Page => _host.PageAddress!;

    public string State => _host.Options.StateDirectory;

    public static async Task<WebSilo> Start(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var host = SiloHost.Build(new(Path.Combine(folder, "state"), Path.Combine(folder, "data"), FakeTrainer.Assembly, Slots: 2)
        {
            Timings = new()
            {
                Heartbeat = TimeSpan.FromMilliseconds(100),
                Poll = TimeSpan.FromMilliseconds(50),
                Call = TimeSpan.FromMinutes(2),
            },
        });
        await host.StartAsync();
        return new(host);
    }

    /// <summary>A sweep of so many trials with the seeds 0, 1, …</summary>
    public static string Sweep(string name, int trials) =>
        $$"""
        name: {{name}}
        parameters:
          temperature: { values: [0.1, 0.2] }
        repeats:
          seeds: [{{string.Join(", ", Enumerable.Range(0, trials / 2))}}]
        recipe: { epochs: 2 }
        reuse: false
        """;

    public async Task<JsonElement> Get(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<(int Status, JsonElement Body)> Send(
        HttpMethod method, string path, string? body = null, string type = "application/yaml")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(type));
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<(int Status, JsonElement Body)> Post(string path, string? body = null) => Send(HttpMethod.Post, path, body);

    /// <returns>The id of the sweep.</returns>
    public async Task<string> Submit(string yaml)
    {
        var (status, body) = await Post("/api/v1/sweeps", yaml);
        Assert.True(status == 201, $"{status} {body}");
        return body.GetProperty("id").GetString()!;
    }

    /// <returns>Null if the sweep is not in the list.</returns>
    public async Task<JsonElement?> Listed(string id, string query = "")
    {
        var listed = (await Get($"/api/v1/sweeps{query}")).GetProperty("sweeps").EnumerateArray();
        return listed.Where(sweep => sweep.GetProperty("id").GetString() == id).Select(sweep => (JsonElement?)sweep).FirstOrDefault();
    }

    public Task Finish(string sweep) => Eventually.Is(
        async () => (await Get($"/api/v1/sweeps/{sweep}/trials?state=completed")).GetProperty("total").GetInt32()
            == (await Get($"/api/v1/sweeps/{sweep}")).GetProperty("trials").GetInt32(),
        "the sweep is finished");

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Stranger.Dispose();
        await _host.DisposeAsync();
    }
}
