using System.Collections.Concurrent;
using System.Globalization;
using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace OrleansHybrid.EndToEnd.Page;

/// <summary>One tab, and everything in it that must not happen.</summary>
internal sealed class PageTab
{
    // What the page's policy refuses is an event of the document.
    private const string Watch =
        "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective));";

    // The browser says of an answer that is an error no more than this; the answers themselves tell more.
    private const string RequestFailed = "Failed to load resource";

    // What a checkpoint need not have.
    private static readonly string[] Optional = ["/prototypes", "/evaluation"];

    private readonly ConcurrentQueue<string> _faults = new();

    private PageTab(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Mistakes on the console, violations of the policy, and requests to other hosts.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<PageTab> Of(IPage page, Uri own)
    {
        var tab = new PageTab(page);
        page.Console += (_, said) => tab.Hear(
            said.Message.Type is ConsoleType.Error && !said.Message.Text.StartsWith(RequestFailed, StringComparison.Ordinal),
            $"console: {said.Message.Text}");
        page.Response += (_, answer) => tab.Hear(
            (int)answer.Response.Status >= 400 && !Optional.Any(part => answer.Response.Url.EndsWith(part, StringComparison.Ordinal)),
            $"{answer.Response.Status}: {answer.Response.Url}");
        page.PageError += (_, mistake) => tab.Hear(true, $"mistake: {mistake.Message}");
        page.Request += (_, asked) => tab.Hear(
            !asked.Request.Url.StartsWith("data:", StringComparison.Ordinal) && new Uri(asked.Request.Url).Authority != own.Authority,
            $"elsewhere: {asked.Request.Url}");
        await page.EvaluateExpressionOnNewDocumentAsync(Watch);
        return tab;
    }

    public async Task GoTo(Uri address)
    {
        await Page.GoToAsync(address.ToString());
        await Is("document.querySelector('h1') && !document.querySelector('[aria-busy]')");
    }

    /// <summary>Closes it, and forgets its cookies.</summary>
    public Task Close() => Page.BrowserContext.CloseAsync();

    /// <summary>Waits until an expression of the page is true.</summary>
    public async Task Is(string expression)
    {
        // A tab behind another one draws nothing.
        await Page.BringToFrontAsync();
        await Page.WaitForFunctionAsync($"() => !!({expression})", new WaitForFunctionOptions
        {
            PollingInterval = 50,
            Timeout = (int)Eventually.Limit.TotalMilliseconds,
        });
    }

    public Task<T> Of<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    public Task<string> Text() => Of<string>("document.body.innerText");

    public Task Shows(string text) => Is($"document.body.innerText.includes('{text}')");

    /// <summary>Presses Tab until the control has the focus, then Enter.</summary>
    public async Task PressByKeyboard(string name)
    {
        await Page.BringToFrontAsync();
        for (var stop = 0; stop < 400; stop++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Of<string>("document.activeElement?.innerText?.trim() ?? ''") != name) continue;
            await Page.Keyboard.PressAsync("Enter");
            return;
        }

        Assert.Fail($"no press of Tab reaches {name}");
    }

    /// <summary>What axe finds and calls serious or critical.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        await Page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await Of<string[]>(
            """
            axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' ')))
            """);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Page.Url}, {_faults.Count} faults");

    private void Hear(bool isFault, string what)
    {
        if (isFault) _faults.Enqueue(what);
    }
}
