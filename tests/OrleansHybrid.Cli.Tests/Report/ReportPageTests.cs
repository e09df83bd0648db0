using OrleansHybrid.Cli.Report;

namespace OrleansHybrid.Cli.Tests.Report;

public class ReportPageTests
{
    [Fact]
    public void Render_OfDataThatLooksLikeMarkup_KeepsItData()
    {
        var page = ReportPage.Render("<b>", """{"name": "</script><script>alert(1)</script>"}""");

        Assert.Contains("<title>&lt;b&gt;</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page[..page.IndexOf("<script type", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LoadsNothingFromElsewhere()
    {
        var page = ReportPage.Render("some", "{}");

        Assert.DoesNotContain(" src=", page[..2_000], StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
    }
}
