using System.Net;
using System.Text;

namespace OrleansHybrid.Web.Report;

/// <summary>The sweep's report: one HTML file that contains its data, charts and styles and opens anywhere.</summary>
public static class ReportPage
{
    /// <param name="title">The page's title.</param>
    /// <param name="json">The text of a <see cref="ReportData"/>.</param>
    public static string Render(string title, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        // A "</script>" within the data would end the element that carries it.
        var data = json.Replace("<", "\\u003c", StringComparison.Ordinal);
        var page = new StringBuilder(Resource("report.html"));
        page.Replace("{{title}}", WebUtility.HtmlEncode(title));
        page.Replace("{{css}}", Resource("charts/charts.css") + Resource("report.css"));
        var notices = string.Join("\n\n", ((string[])["NOTICE", "LICENSE"]).Select(name => Resource($"third-party/echarts.{name}.txt")));
        page.Replace("{{notices}}", WebUtility.HtmlEncode(notices));
        page.Replace("{{echarts}}", Resource("third-party/echarts.min.js"));
        page.Replace("{{js}}", ModuleBundle.Of("report.js", name => Resource($"charts/{name}")));
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
