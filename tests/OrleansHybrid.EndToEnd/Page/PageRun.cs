using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd.Page;

/// <summary>A run of the console whose trainers wait, so that its page can be looked at, and a browser.</summary>
internal sealed partial class PageRun : IAsyncDisposable
{
    /// <summary>Two epochs are behind each trainer that waits here, and two before it.</summary>
    private const int Held = (2 * FakeTrainer.StepsPerEpoch) + 1;

    private readonly TemporaryFolder _folder;
    private readonly HybridProcess _run;
    private readonly PageBrowser _browser;

    private readonly string _sweep;

    private PageRun(TemporaryFolder folder, HybridProcess run, PageBrowser browser, Uri address, string sweep)
    {
        (_folder, _run, _browser, _sweep) = (folder, run, browser, sweep);
        SignIn = address;
        Address = new(address, "/");
    }

    /// <summary>The address that the console printed.</summary>
    public Uri SignIn { get; }

    /// <summary>The page, without the token.</summary>
    public Uri Address { get; }

    /// <param name="more">More lines of the sweep file.</param>
    public static async Task<PageRun> Start(string more = "")
    {
        var browser = await PageBrowser.Start();
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "data"));
        FakeFaults.Hold(Path.Combine(folder.Path, "data"), Held);
        var file = folder.File("tiny.yaml", TinySweep.Yaml + "\n" + more);
        var run = Scripted.Start(folder.Path, "run", file, "--data", "data", "--state", "state", "--results", "results", "--slots", "2");
        await run.Said(output => Printed().IsMatch(output));
        var address = new Uri(Printed().Match(run.Output).Groups["address"].Value);
        return new(folder, run, browser, address, await OnlySweep(address));
    }

    /// <summary>Opens an address of the page in a tab of its own, and waits until it is drawn.</summary>
    public async Task<PageTab> Open(string path = "/", int width = 1440, bool isDark = false, bool withToken = true)
    {
        var tab = await _browser.Open(Address, width, isDark);
        if (withToken) await tab.GoTo(SignIn);
        await tab.GoTo(new(Address, path));
        return tab;
    }

    /// <summary>The address of a page of the sweep.</summary>
    public string Of(string rest = "") => $"/sweeps/{_sweep}{rest}";

    /// <summary>Lets the trainers go on.</summary>
    public void LetGo() => FakeFaults.LetGo(Path.Combine(_folder.Path, "data"));

    public Task<int> Exited() => _run.Exited();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    // Once both trainers wait, nothing moves before it should.
    private static async Task<string> OnlySweep(Uri address)
    {
        using var http = new HttpClient();
        var list = await Eventually.Answer(
            async () => JsonDocument.Parse(await http.GetStringAsync(new Uri(address, "/api/v1/sweeps"))).RootElement.GetProperty("sweeps"),
            sweeps => sweeps.EnumerateArray().Any(AllWait));
        return list[0].GetProperty("id").GetString()!;
    }

    private static bool AllWait(JsonElement sweep) =>
        sweep.GetProperty("status").GetProperty("running").EnumerateArray()
            .Count(trial => trial.TryGetProperty("progress", out var progress) && progress.GetProperty("step").GetInt32() == Held) == 2;

    [GeneratedRegex(@"Page: (?<address>http://\S+)")]
    private static partial Regex Printed();
}
