using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>What a container engine, or the console inside the container, would refuse in docker-compose.yml, or only do badly.</summary>
internal static partial class ComposeFaults
{
    private static readonly string Dockerfile = Repository.Read("deploy/Dockerfile");

    // The last writes after the drain.
    private const int ShutdownMargin = 15;

    private static readonly JsonSchema Schema = ReadSchema();

    /// <param name="text">Read with the settings that it has of itself.</param>
    public static IReadOnlyList<string> Of(string text)
    {
        text = Setting().Replace(text, "$1");
        var file = Yaml.Parse(text);
        var services = file["services"].Entries.ToDictionary(service => service.Key, service => service.Value);
        return
        [
            .. Shape(text),
            .. services.SelectMany(service => Of(file, services, service.Value).Select(fault => $"{service.Key}: {fault}")),
        ];
    }

    private static IEnumerable<string> Of(Yaml file, Dictionary<string, Yaml> services, Yaml service) =>
        References(file, services, service).Concat(Hardening(service)).Concat(OwnImage(service));

    // What may have several shapes has its faults within.
    private static IEnumerable<string> Shape(string text) =>
        new JsonSchemaValidator().Validate(TypedYaml.ParseAll(text).Single().ToJsonString(), Schema).Select(error => $"{error}");

    private static IEnumerable<string> References(Yaml file, Dictionary<string, Yaml> services, Yaml service)
    {
        foreach (var volume in service["volumes"].Items)
        {
            var source = volume["source"].Text;
            if (volume["type"].Text is "bind" && !Path.Exists(Repository.PathOf(source)))
                yield return $"{source} is not in the repository";
            if (volume["type"].Text is "volume" && source.Length > 0 && !file["volumes"][source].Exists)
                yield return $"the volume {source} is not declared";
        }

        foreach (var network in service["networks"].Texts)
            if (!file["networks"][network].Exists) yield return $"the network {network} is not declared";
        foreach (var secret in service["secrets"].Texts)
            if (!file["secrets"][secret].Exists) yield return $"the secret {secret} is not declared";
        foreach (var (_, value) in service["environment"].Entries)
            if (value.Text.StartsWith("/run/secrets/", StringComparison.Ordinal)
                && !service["secrets"].Texts.Contains(Path.GetFileName(value.Text)))
                yield return $"{value.Text} is none of its secrets";
        foreach (var (name, dependency) in service["depends_on"].Entries)
        {
            if (!services.TryGetValue(name, out var other))
                yield return $"it depends on {name}, which is no service";
            else if (dependency["condition"].Text is "service_healthy" && !other["healthcheck"]["test"].Exists)
                yield return $"{name} has no health check to wait for";
            else if (dependency["required"].Text != "false" && other["profiles"].Texts.Except(service["profiles"].Texts).Any())
                yield return $"{name} is not in all of its profiles";
        }
    }

    private static IEnumerable<string> Hardening(Yaml service)
    {
        if (service["read_only"].Text != "true") yield return "its root is writable";
        if (!service["cap_drop"].Texts.Contains("ALL")) yield return "it keeps capabilities";
        if (!service["security_opt"].Texts.Contains("no-new-privileges:true")) yield return "it may gain privileges";
        if (service["privileged"].Exists) yield return "it is privileged";
        foreach (var port in service["ports"].Texts)
            if (!port.StartsWith("127.0.0.1:", StringComparison.Ordinal)) yield return $"the port {port} is open to the network";
    }

    private static IEnumerable<string> OwnImage(Yaml service)
    {
        if (!service["build"].Exists) yield break;
        if (!Dockerfile.Contains($" AS {service["build"]["target"].Text}\n", StringComparison.Ordinal))
            yield return "its image's target is not in the Dockerfile";
        var command = service["command"].Texts.ToArray();
        foreach (var fault in SiloArguments.Faults(command)) yield return fault;
        if (command is not ["silo", ..]) yield break;

        if (service["healthcheck"]["test"].Texts.ToArray() is not ["CMD", "dotnet", "/app/hybrid.dll", .. var probe])
            yield return "it does not probe its own health";
        else
        {
            foreach (var fault in SiloArguments.Faults(probe)) yield return $"its probe: {fault}";
            if (!command.Contains($"--port={probe[^1]}")) yield return "its probe asks another port";
        }

        if (!int.TryParse(service["stop_grace_period"].Text.TrimEnd('s'), out var patience)
            || patience <= SiloArguments.Grace(command) + ShutdownMargin)
            yield return "it is killed before its drain is over";
        var mounts = service["volumes"].Items.Select(volume => volume["target"].Text).Concat(service["tmpfs"].Texts).ToArray();
        var settings = service["environment"].Entries
            .Where(entry => entry.Key.StartsWith("ORLEANSHYBRID_", StringComparison.Ordinal))
            .Select(entry => entry.Value.Text);
        foreach (
            var folder in command
                .Select(argument => argument.Split('=', 2)[^1])
                .Concat(settings)
                .Where(value => value.StartsWith('/') && !IsBelow(value, mounts)))
            yield return $"{folder} is on its read-only root";
    }

    private static bool IsBelow(string folder, IEnumerable<string> mounts) =>
        mounts.Any(mount => folder == mount || folder.StartsWith(mount + "/", StringComparison.Ordinal));

    private static JsonSchema ReadSchema()
    {
        using var text = new StreamReader(typeof(ComposeFaults).Assembly.GetManifestResourceStream("compose.schema.json")!);
        return JsonSchema.FromJsonAsync(text.ReadToEnd()).GetAwaiter().GetResult();
    }

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Setting();
}
