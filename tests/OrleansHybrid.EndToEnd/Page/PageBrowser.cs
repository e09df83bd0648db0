using PuppeteerSharp;

namespace OrleansHybrid.EndToEnd.Page;

/// <summary>Debian's Chromium without a window. It can reach this machine and nothing else.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private readonly IBrowser _browser;

    private PageBrowser(IBrowser browser) => _browser = browser;

    public static async Task<PageBrowser> Start() => new(await Puppeteer.LaunchAsync(new()
    {
        ExecutablePath = Tool.Require("chromium").Path,
        Timeout = (int)Eventually.Limit.TotalMilliseconds,
        ProtocolTimeout = (int)Eventually.Limit.TotalMilliseconds,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--disable-background-networking",
            "--disable-component-update",
        ],
    }));

    public async Task<PageTab> Open(Uri address, int width, bool isDark)
    {
        // Cookies of its own: whoever signs in does so for one tab.
        var page = await (await _browser.CreateBrowserContextAsync()).NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = (int)Eventually.Limit.TotalMilliseconds;
        await page.SetViewportAsync(new() { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }
        ]);
        return await PageTab.Of(page, address);
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();
}
