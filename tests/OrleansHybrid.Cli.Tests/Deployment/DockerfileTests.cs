namespace OrleansHybrid.Cli.Tests.Deployment;

public class DockerfileTests
{
    private static readonly string Text = Repository.Read("deploy/Dockerfile");

    [Fact]
    public async Task Dockerfile_HasNoFault() => Assert.Empty(await DockerfileFaults.Of(Text));

    [Theory]
    [InlineData("USER ${APP_UID}", "USR ${APP_UID}", "Unknown instruction: USR")]
    [InlineData("COPY --from=build-cpu", "COPY --form=build-cpu", "form")]
    [InlineData("[\"dotnet\", \"/app/hybrid.dll\"]", "['dotnet', '/app/hybrid.dll']", "signals")]
    [InlineData("[\"dotnet\", \"/app/hybrid.dll\"]", "[\"dotnet\", \"/app/hybrid.dll\"", "signals")]
    [InlineData("[\"dotnet\", \"/app/hybrid.dll\"]", "dotnet /app/hybrid.dll", "signals")]
    [InlineData("COPY src src", "COPY src", "COPY requires at least two arguments")]
    [InlineData("Directory.Packages.props ./", "Directory.Packages.props there", "the destination must be a directory")]
    [InlineData("AS build-cuda", "AS build-cpu", "duplicate name build-cpu")]
    [InlineData("-noble AS base", "-noble base", "FROM requires")]
    [InlineData("packages \\\n    dotnet", "packages\n    dotnet", "Unknown instruction: DOTNET")]
    [InlineData("WORKDIR /app", "WORKDIR app", "absolute")]
    [InlineData("DOTNET_NOLOGO=1\n\nFROM", "DOTNET_NOLOGO\n\nFROM", "ENV")]
    [InlineData("COPY --from=build-cpu", "COPY --from=build-gpu", "no stage build-gpu to copy from")]
    [InlineData("COPY --from=build-cpu", "COPY --from=build-cuda", "build-cpu: nothing uses it")]
    [InlineData("FROM source AS build-cpu", "FROM sauce AS build-cpu", "sauce is no stage before it")]
    [InlineData("aspnet:${DOTNET}-noble", "aspnet:latest", "no tag of its own")]
    [InlineData("aspnet:${DOTNET}-noble", "aspnet", "no tag of its own")]
    [InlineData("FROM base AS cpu", "FROM base AS gpu", "there is no target cpu")]
    [InlineData("OPTOUT=1", "OPTOUT=${OPT}", "there is no OPT")]
    [InlineData("Cli -c Release -r", "Cli -c Release -p:Sdk=${DOTNET} -r", "build-cpu: there is no DOTNET")]
    [InlineData("USER ${APP_UID}\n", "", "runs as root")]
    [InlineData("USER ${APP_UID}", "USER root", "runs as root")]
    [InlineData("EXPOSE 8080", "EXPOSE 80800", "no port 80800")]
    [InlineData("--mount=type=cache", "--mount=type=cash", "no mount type=cash")]
    [InlineData("COPY sweeps", "ADD sweeps", "ADD")]
    [InlineData("COPY sweeps", "COPY sweps", "sweps is not in the repository")]
    [InlineData("COPY sweeps", "COPY deploy", "deploy is ignored")]
    public async Task Dockerfile_WithAFault_IsFound(string sound, string faulty, string complaint)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var faults = await DockerfileFaults.Of(Text.Replace(sound, faulty, StringComparison.Ordinal));

        Assert.True(faults.Any(fault => fault.Contains(complaint, StringComparison.Ordinal)), string.Join("\n", faults));
    }
}
