using System.Text.Json;
using OrleansHybrid.Web.Tests.Testing;

namespace OrleansHybrid.Web.Tests.Client;

/// <summary>The description of the API is good enough for a generator of clients.</summary>
public class GeneratedClientTests(SharedSilo shared)
{
    [SlowFact]
    public async Task Client_ThatWasGenerated_SubmitsASweepAndFollowsItToItsEnd()
    {
        var (generator, compiler, node) = (Tool.Require("openapi"), Tool.Require("tsc"), Tool.Require("node"));
        using var folder = new TemporaryFolder();
        var silo = shared.Silo;
        var api = await silo.Http.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var (client, script, compiled) = (
            Path.Combine(folder.Path, "client"), Path.Combine(folder.Path, "follow.ts"), Path.Combine(folder.Path, "out"));
        File.Copy(Repository.PathOf("tests", "OrleansHybrid.Web.Tests", "Client", "follow.ts"), script);

        await Run(generator, "--input", folder.File("openapi.json", api), "--output", client, "--client", "fetch", "--useOptions");
        await Run(
            compiler, "--module", "commonjs", "--moduleResolution", "bundler", "--target", "es2022", "--lib", "es2022,dom",
            "--outDir", compiled,
            script);
        var said = await Run(
            node, Path.Combine(compiled, "follow.js"), silo.Address.ToString().TrimEnd('/'), silo.Token,
            folder.File("sweep.yaml", WebSilo.Sweep("generated", 4)));

        var followed = JsonDocument.Parse(said).RootElement;
        Assert.Equal((4, 4), (followed.GetProperty("expected").GetInt32(), followed.GetProperty("total").GetInt32()));
        Assert.InRange(followed.GetProperty("best").GetDouble(), 0, 1);
    }

    private static async Task<string> Run(Tool tool, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await tool.Run(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
