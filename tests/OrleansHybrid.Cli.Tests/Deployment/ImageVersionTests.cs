using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>One version: of the programs, and of the images that compose, Kubernetes and a person who builds them name.</summary>
public class ImageVersionTests
{
    private static readonly string Version = ProgramVersion.Released(ProgramVersion.Own);

    [Theory]
    [InlineData("docker-compose.yml", "image: orleanshybrid:{0}-cpu")]
    [InlineData("docker-compose.yml", "image: orleanshybrid:{0}-cuda")]
    [InlineData("deploy/kubernetes/base/kustomization.yaml", "newTag: {0}-cuda")]
    [InlineData("deploy/Dockerfile", "-t orleanshybrid:{0}-cpu")]
    public void Image_HasTheProgramsVersion(string file, string image) =>
        Assert.Contains(string.Format(null, image, Version), Repository.Read(file), StringComparison.Ordinal);

    [Fact]
    public void Changelog_TellsOfTheVersion_AndWhatAnUpgradeNeeds()
    {
        var sections = Repository.Read("CHANGELOG.md").Split("\n## ");

        var own = Assert.Single(sections, section => section.StartsWith($"{Version}\n", StringComparison.Ordinal));
        Assert.Contains("**Upgrading.**", own, StringComparison.Ordinal);
    }
}
