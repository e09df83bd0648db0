namespace OrleansHybrid.Cli.Tests.Deployment;

public class KubernetesTests
{
    // The last writes after the drain.
    private const int ShutdownMargin = 15;

    public static TheoryData<string> Folders => ["base", "overlays/shared-folder", "overlays/azure"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Kustomization_NamesFilesThatAreThere(string folder)
    {
        var file = Yaml.Parse(Checkout.Read($"deploy/kubernetes/{folder}/kustomization.yaml"));
        string[] named = [.. file["resources"].Texts, .. file["patches"].Items.Select(patch => patch["path"].Text)];
        var files = Directory.GetFiles(Checkout.PathOf($"deploy/kubernetes/{folder}")).Select(path => Path.GetFileName(path));

        Assert.Equal(files.Except(["kustomization.yaml"]).Order(), named.Where(name => !name.StartsWith("..", StringComparison.Ordinal)).Order());
        Assert.All(named, name => Assert.True(Path.Exists(Checkout.PathOf($"deploy/kubernetes/{folder}/{name}")), name));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Silos_AreStartedAsTheConsoleTakesIt(string folder) =>
        Assert.All(Containers(folder), silo => Assert.Empty(SiloArguments.Faults(silo["args"].Texts)));

    [Fact]
    public void Silos_HaveTimeToDrain_AndAskForIt()
    {
        var pods = Documents("base").Select(document => document["spec"]["template"]["spec"]).Where(pod => pod["containers"].Items.Any(IsSilo)).ToArray();

        Assert.Equal(2, pods.Length);
        foreach (var pod in pods)
        {
            var silo = pod["containers"].Items.Single();
            var arguments = silo["args"].Texts.ToArray();
            Assert.True(int.Parse(pod["terminationGracePeriodSeconds"].Text) > SiloArguments.Grace(arguments) + ShutdownMargin);
            Assert.Contains($"--port={silo["ports"].Items.Single(port => port["name"].Text == "http")["containerPort"].Text}", arguments);
            Assert.Equal("/health/live", silo["livenessProbe"]["httpGet"]["path"].Text);
            Assert.Equal("/health/ready", silo["readinessProbe"]["httpGet"]["path"].Text);
        }

        var gpu = Documents("base").Single(document => document["metadata"]["name"].Text == "gpu" && document["kind"].Text == "Deployment");
        Assert.Equal("0", gpu["spec"]["strategy"]["rollingUpdate"]["maxSurge"].Text);
        var hook = gpu["spec"]["template"]["spec"]["containers"].Items.Single()["lifecycle"]["preStop"]["exec"]["command"].Texts.ToArray();
        Assert.Equal(["dotnet", "/app/hybrid.dll", "silo", "--drain"], hook[..4]);
        Assert.Empty(SiloArguments.Faults(hook[2..]));
    }

    [Fact]
    public void Pods_MountWhatTheyHave_AndCannotHarmTheirHost()
    {
        var pods = Documents("base").Select(document => document["spec"]["template"]["spec"]).Where(pod => pod["containers"].Exists).ToArray();

        Assert.Equal(3, pods.Length);
        foreach (var pod in pods)
        {
            Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].Text);
            foreach (var container in pod["containers"].Items)
            {
                Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].Text);
                Assert.Equal("false", container["securityContext"]["allowPrivilegeEscalation"].Text);
                Assert.Equal(["ALL"], container["securityContext"]["capabilities"]["drop"].Texts);
                if (!pod["volumes"].Exists) continue;
                Assert.Equal(pod["volumes"].Items.Select(volume => volume["name"].Text), container["volumeMounts"].Items.Select(mount => mount["name"].Text));
            }
        }
    }

    private static IEnumerable<Yaml> Containers(string folder) =>
        Documents(folder).SelectMany(document => document["spec"]["template"]["spec"]["containers"].Items).Where(IsSilo);

    private static bool IsSilo(Yaml container) => container["name"].Text == "silo";

    private static IEnumerable<Yaml> Documents(string folder) =>
        Directory.GetFiles(Checkout.PathOf($"deploy/kubernetes/{folder}"), "*.yaml").SelectMany(file => Yaml.ParseAll(File.ReadAllText(file)));
}
