using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Web.Tests.Report;

public class ModuleBundleTests
{
    [Fact]
    public void Of_PutsEveryModuleOnce_BehindThoseThatItImports()
    {
        var script = Bundle(
            ("report.js", "import { draw as lines } from './lines.js';\nimport { css,\n  seconds } from './figures.js';\nlines(css);\n"),
            ("lines.js", "import { seconds } from './figures.js';\nexport function draw() { return seconds; }\n"),
            ("figures.js", "export const css = 1;\nexport const seconds = 2;\n"));

        Assert.Equal(
            """
            'use strict';
            const modules = {};
            modules['figures.js'] = (() => {
            const css = 1;
            const seconds = 2;
            return { css, seconds };
            })();
            modules['lines.js'] = (() => {
            const { seconds } = modules['figures.js'];
            function draw() { return seconds; }
            return { draw };
            })();
            modules['report.js'] = (() => {
            const { draw: lines } = modules['lines.js'];
            const { css, seconds } = modules['figures.js'];
            lines(css);
            return {  };
            })();

            """,
            script);
    }

    [Theory]
    [InlineData("import * as all from './figures.js';\n", "import * as all")]
    [InlineData("export default 1;\n", "export default")]
    [InlineData("import { a } from './report.js';\n", "imports itself: report.js → report.js")]
    public void Of_AFormThatItDoesNotKnow_SaysWhere(string module, string message)
    {
        var mistake = Assert.Throws<InvalidDataException>(() => Bundle(("report.js", module)));

        Assert.Contains("report.js", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    private static string Bundle(params (string Name, string Text)[] modules) =>
        ModuleBundle.Of("report.js", name => modules.Single(module => module.Name == name).Text);
}
