namespace OrleansHybrid.EndToEnd.Page;

/// <summary>The page of a run, in a browser.</summary>
public sealed class PageTests
{
    private static readonly string[] Views =
        ["", "/trials", "/trials?compare=0,1", "/settings", "/curves", "/paper", "/slots", "/trials/0"];

    [SlowFact]
    public async Task Page_FollowsARunToItsEnd_WithoutAReload_AndSaysWhenItIsGone()
    {
        await using var run = await PageRun.Start();
        var tab = await run.Open(run.Of());
        await tab.Shows("2 trials running");
        await tab.Of<object?>("globalThis.same = true, null");

        run.LetGo();

        // The run ends with its sweep, and its page says so rather than show figures of then as those of now.
        await tab.Shows("Not connected since");
        Assert.Equal(0, await run.Exited());
        Assert.True(await tab.Of<bool>("globalThis.same"));
        Assert.Empty(tab.Faults);
    }

    [SlowFact]
    public async Task EveryView_AsksNobodyElse_KeepsItsPolicy_AndFitsAPhone()
    {
        await using var run = await PageRun.Start();
        foreach (var width in (int[])[1440, 360])
            foreach (var path in Views.Select(view => run.Of(view)).Concat(["/", "/fleet", "/new"]))
            {
                var tab = await run.Open(path, width);
                await tab.Is("!document.querySelector('.chart-host:empty') || document.querySelector('.chart-host > *')");

                Assert.Empty(tab.Faults);
                Assert.True(
                    await tab.Of<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than {width} pixels");
                await tab.Close();
            }
    }

    [SlowFact]
    public async Task Charts_ThatAreDrawnAgainWhileTheyAreNotOnThePage_FillTheirBoxes()
    {
        await using var run = await PageRun.Start();
        var tab = await run.Open(run.Of("/curves"));
        const string Fill = """
            document.querySelector('[role=img] svg')
              && [...document.querySelectorAll('[role=img] svg')].every(one => one.clientWidth === one.closest('[role=img]').clientWidth)
            """;
        await tab.Is(Fill);

        // It leaves the page when it is drawn again, and is back before the next frame.
        await tab.Of<object?>(
            """
            globalThis.host = document.querySelector('.chart-host'), globalThis.place = document.createComment(''),
            host.replaceChildren = function (...children) {
              globalThis.hasLeft = true;
              host.replaceWith(place);
              queueMicrotask(() => place.replaceWith(host));
              Element.prototype.replaceChildren.apply(host, children);
            }, null
            """);
        run.LetGo();

        await tab.Is($"globalThis.hasLeft && host.isConnected && {Fill}");
    }

    [SlowTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryView_BarsNobody(bool isDark)
    {
        await using var run = await PageRun.Start();
        foreach (var path in Views.Select(view => run.Of(view)).Concat(["/", "/fleet", "/new"]))
        {
            var tab = await run.Open(path, isDark: isDark);

            Assert.Empty(await tab.Barriers());
            await tab.Close();
        }
    }

    [SlowFact]
    public async Task Names_ThatLookLikeMarkup_StayText()
    {
        await using var run = await PageRun.Start(
            """
            description: <img src=x onerror="document.title='caught'">
            labels: ["<b>bold</b>"]
            """);
        foreach (var path in Views.Select(view => run.Of(view)).Append("/"))
        {
            var tab = await run.Open(path);

            Assert.Equal((0, 0), (await tab.Of<int>("document.images.length"), await tab.Of<int>("document.querySelectorAll('b').length")));
            Assert.DoesNotContain("caught", await tab.Of<string>("document.title"), StringComparison.Ordinal);
            Assert.Empty(tab.Faults);
            await tab.Close();
        }

        var overview = await run.Open(run.Of());
        Assert.Contains("<img src=x onerror=", await overview.Text(), StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Address_ThatIsCopied_OpensTheSameView_AndBackUndoes()
    {
        await using var run = await PageRun.Start();
        var tab = await run.Open(run.Of("/trials"));
        await tab.Is("document.querySelectorAll('.virtual .row').length === 4");
        await tab.Page.ClickAsync(".toggle[title='trains now']");
        await tab.Is("document.querySelectorAll('.virtual .row').length === 2");
        await tab.Page.ClickAsync(".virtual thead th:nth-child(2) button");
        await tab.Is("location.search.includes('sort=-trial')");

        var copied = await run.Open(new Uri(tab.Page.Url).PathAndQuery, withToken: false);
        await copied.Is("document.querySelectorAll('.virtual .row').length === 2");
        Assert.Equal(await Rows(tab), await Rows(copied));
        Assert.Equal("descending", await copied.Of<string>("document.querySelector('.virtual th[aria-sort]').getAttribute('aria-sort')"));

        await tab.Of<object?>("history.go(-2), null");
        await tab.Is("document.querySelectorAll('.virtual .row').length === 4");

        static Task<string> Rows(PageTab tab) =>
            tab.Of<string>("[...document.querySelectorAll('.virtual .row a')].map(a => a.innerText).join()");
    }

    [SlowFact]
    public async Task Verbs_AreWithinReachOfTheKeyboard_AndOfNobodyWithoutTheToken()
    {
        await using var run = await PageRun.Start();
        var tab = await run.Open(run.Of());
        var stranger = await run.Open(run.Of(), withToken: false);
        Assert.True(await stranger.Of<bool>("[...document.querySelectorAll('.verbs button')].every(button => button.disabled)"));

        await tab.PressByKeyboard("Pause");
        await tab.Shows("4 ‖ paused");
        await tab.PressByKeyboard("Cancel…");
        await tab.Is("document.querySelector('dialog[open]')");
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Is("!document.querySelector('dialog')");
        Assert.Contains("paused", await tab.Text(), StringComparison.Ordinal);
        await tab.PressByKeyboard("Resume");

        await tab.Shows("2 trials running");
        await stranger.Shows("2 trials running");
        Assert.Empty(tab.Faults);
    }

    [SlowFact]
    public async Task NewSweep_IsCheckedWhileItIsWritten()
    {
        await using var run = await PageRun.Start();
        var tab = await run.Open("/new");
        await tab.Page.TypeAsync("#yaml", "name: other\nmetrics: {name: top1}\n");
        await tab.Is("document.querySelector('.gutter .error')?.innerText.trim() === '2'");
        Assert.True(await tab.Of<bool>("document.querySelector('button.primary').disabled"));
    }
}
