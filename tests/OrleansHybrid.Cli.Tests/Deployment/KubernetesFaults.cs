using System.Text.Json;
using System.Text.RegularExpressions;
using k8s.Models;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>What a cluster would refuse in an overlay with its base, or take and never get to run.</summary>
internal static partial class KubernetesFaults
{
    /// <param name="folder">From the root of the checkout.</param>
    /// <param name="read">The text of a file of the checkout.</param>
    public static IReadOnlyList<string> Of(string folder, Func<string, string> read)
    {
        var (objects, faults) = (new List<object>(), new List<string>());
        try
        {
            foreach (var resource in Kustomization.Resolve(folder, read))
            {
                try
                {
                    objects.Add(KubernetesTypes.Read(resource));
                }
                catch (Exception e) when (e is JsonException or InvalidDataException or ArgumentException)
                {
                    faults.Add($"{Kustomization.NameOf(resource)}: {e.Message}");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException)
        {
            faults.Add(e.Message);
        }

        // What cannot be read would be missed by all that refer to it.
        return faults is [] ? [.. References(objects, read($"{folder}/kustomization.yaml"))] : faults;
    }

    /// <returns>The templates of all pods, with the names of the volumes that are claimed for each pod.</returns>
    private static IEnumerable<(
        string Name, V1PodTemplateSpec Pod, V1LabelSelector? Selector, string[] Claims)> Templates(IEnumerable<object> objects) =>
        objects.Select(resource => resource switch
        {
            V1Deployment deployment => (deployment.Metadata.Name, deployment.Spec.Template, deployment.Spec.Selector, []),
            V1StatefulSet set =>
                (
                    set.Metadata.Name,
                    set.Spec.Template,
                    set.Spec.Selector,
                    set.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name).ToArray()),
            _ => default((string, V1PodTemplateSpec, V1LabelSelector?, string[])),
        }).Where(template => template.Item2 is not null);

    private static IEnumerable<string> References(IReadOnlyList<object> objects, string kustomization)
    {
        var templates = Templates(objects).ToArray();
        var claims = objects.OfType<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToArray();
        var services = objects.OfType<V1Service>().ToArray();
        foreach (var (name, pod, selector, own) in templates)
        {
            if (!Selects(selector?.MatchLabels, pod.Metadata.Labels)) yield return $"{name}: its selector does not select its own pods";
            foreach (var volume in pod.Spec.Volumes ?? [])
                if (volume.PersistentVolumeClaim is { } claim && !claims.Contains(claim.ClaimName))
                    yield return $"{name}: nobody claims the volume {claim.ClaimName}";
            string[] volumes = [.. (pod.Spec.Volumes ?? []).Select(volume => volume.Name), .. own];
            foreach (var container in pod.Spec.Containers)
                foreach (var fault in References(container, volumes).Concat(Secrets(container, kustomization)))
                    yield return $"{name}: {fault}";
        }

        foreach (var set in objects.OfType<V1StatefulSet>())
            if (services.All(service => service.Metadata.Name != set.Spec.ServiceName))
                yield return $"{set.Metadata.Name}: there is no service {set.Spec.ServiceName}";
        foreach (var service in services)
            foreach (var port in service.Spec.Ports)
                if (!Ports(service.Spec.Selector).Any(open => open.Name == port.TargetPort.Value))
                    yield return $"{service.Metadata.Name}: no pod that it selects has a port {port.TargetPort.Value}";
        foreach (var budget in objects.OfType<V1PodDisruptionBudget>())
            if (!Ports(budget.Spec.Selector.MatchLabels).Any()) yield return $"{budget.Metadata.Name}: its budget is for no pod";
        foreach (var policy in objects.OfType<V1NetworkPolicy>())
            foreach (var port in policy.Spec.Ingress.SelectMany(rule => rule.Ports))
                if (!Ports(policy.Spec.PodSelector.MatchLabels).Any(open => $"{open.ContainerPort}" == port.Port.Value))
                    yield return $"{policy.Metadata.Name}: no pod that it selects has a port {port.Port.Value}";
        foreach (var monitor in objects.OfType<ServiceMonitor>())
            foreach (var endpoint in monitor.Spec.Endpoints)
                if (
                    !services.Any(service =>
                        Selects(monitor.Spec.Selector.MatchLabels, service.Metadata.Labels)
                            && service.Spec.Ports.Any(port => port.Name == endpoint.Port)))
                    yield return $"{monitor.Metadata.Name}: no service that it selects has a port {endpoint.Port}";

        IEnumerable<V1ContainerPort> Ports(IDictionary<string, string> selector) => templates
            .Where(template => Selects(selector, template.Pod.Metadata.Labels))
            .SelectMany(template => template.Pod.Spec.Containers).SelectMany(container => container.Ports);
    }

    private static IEnumerable<string> References(V1Container container, string[] volumes)
    {
        if (!Tagged().IsMatch(container.Image)) yield return $"the image {container.Image} has no tag of its own";
        var mounts = container.VolumeMounts ?? [];
        foreach (var mount in mounts.Where(mount => !volumes.Contains(mount.Name)))
            yield return $"there is no volume {mount.Name} to mount";
        foreach (var volume in volumes.Except(mounts.Select(mount => mount.Name))) yield return $"the volume {volume} is not mounted";
        foreach (var variable in container.Args.SelectMany(argument => Variable().Matches(argument)).Select(match => match.Groups[1].Value))
            if ((container.Env ?? []).All(known => known.Name != variable)) yield return $"there is no variable {variable}";
        V1Probe?[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
        foreach (var port in probes.Select(probe => probe?.HttpGet?.Port.Value).OfType<string>())
            if (container.Ports.All(open => open.Name != port)) yield return $"its probe asks the port {port}, which it does not have";
        if (container.Name is not "silo") yield break;
        foreach (var fault in SiloArguments.Faults(container.Args)) yield return fault;
    }

    // The secret is made by hand, as the head of kustomization.yaml says.
    private static IEnumerable<string> Secrets(V1Container container, string kustomization)
    {
        foreach (var key in (container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>())
            if (!kustomization.Contains($"create secret generic {key.Name} ", StringComparison.Ordinal)
                || !kustomization.Contains($"--from-literal={key.Key}=", StringComparison.Ordinal))
                yield return $"nobody is told to create {key.Key} in the secret {key.Name}";
    }

    private static bool Selects(IDictionary<string, string>? selector, IDictionary<string, string>? labels) =>
        selector is { Count: > 0 } && labels is not null && selector.All(labels.Contains);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(@":(?!latest$)[\w.-]+$")]
    private static partial Regex Tagged();
}
