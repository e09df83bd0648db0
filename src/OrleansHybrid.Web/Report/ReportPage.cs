using System.Net;
using System.Text;

namespace OrleansHybrid.Web.Report;

/// <summary>The sweep's report: one HTML file that contains its data, charts and styles and opens anywhere.</summary>
public static class ReportPage
{
    // In the order of the page, between what they share and what calls them.
    private static readonly string[] Scripts =
    [
        "elements.js", "heading.js", "leaderboard.js", "search.js", "every-trial-at-once.js", "effects.js", "learning-curves.js",
        "long-tail.js", "paper-table.js", "methods.js", "best-model.js", "timeline.js", "trials.js", "page.js",
    ];

    /// <param name="title">The page's title.</param>
    /// <param name="json">The text of a <see cref="ReportData"/>.</param>
    public static string Render(string title, string json)
    {
        // A "</script>" within the data would end the element that carries it.
        var data = json.Replace("<", "\\u003c", StringComparison.Ordinal);
        var page = new StringBuilder(Resource("report.html"));
        page.Replace("{{title}}", WebUtility.HtmlEncode(title));
        page.Replace("{{css}}", Resource("report.css"));
        var notices = string.Join("\n\n", ((string[])["NOTICE", "LICENSE"]).Select(name => Resource($"third-party/echarts.{name}.txt")));
        page.Replace("{{notices}}", WebUtility.HtmlEncode(notices));
        page.Replace("{{echarts}}", Resource("third-party/echarts.min.js"));
        page.Replace("{{js}}", string.Concat(Scripts.Select(script => Resource($"charts/{script}"))));
        page.Replace("{{data}}", data);
        return page.ToString();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing from this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
