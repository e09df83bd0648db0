using System.Net;
using System.Text;

namespace OrleansHybrid.Cli.Report;

/// <summary>The sweep's report: one HTML file that opens anywhere, its data, charts and styles inside it.</summary>
internal static class ReportPage
{
    /// <param name="title">The page's title.</param>
    /// <param name="resultsJson">The text of <c>results.json</c>.</param>
    public static string Render(string title, string resultsJson)
    {
        // A "</script>" within the data would end the element that carries it.
        var data = resultsJson.Replace("<", "\\u003c", StringComparison.Ordinal);
        var page = new StringBuilder(Resource("report.html"));
        page.Replace("{{title}}", WebUtility.HtmlEncode(title));
        page.Replace("{{css}}", Resource("report.css"));
        page.Replace("{{echarts}}", Resource("echarts.min.js"));
        page.Replace("{{js}}", Resource("report.js"));
        page.Replace("{{results}}", data);
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
