using System.Net;
using System.Text.Json;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Silo.Preemption;

/// <summary>A cloud's metadata endpoint, and the answers that announce the end of this machine.</summary>
public abstract record NoticeSource(Uri Url)
{
    /// <summary>The clouds that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Clouds { get; } = ["aws", "gce", "azure"];

    /// <summary>A header that the endpoint requires.</summary>
    internal abstract (string Name, string Value)? Header { get; }

    /// <param name="cloud">One of <see cref="Clouds"/>.</param>
    /// <param name="url">The address of the endpoint; null for the cloud's own.</param>
    public static NoticeSource Of(string cloud, Uri? url) => cloud switch
    {
        "aws" => new Aws(url ?? new("http://169.254.169.254/latest/meta-data/spot/instance-action")),
        "gce" => new Gce(url ?? new("http://metadata.google.internal/computeMetadata/v1/instance/preempted")),
        "azure" => new Azure(url ?? new("http://169.254.169.254/metadata/scheduledevents?api-version=2020-07-01")),
        _ => throw new SiloException($"The cloud {cloud} is not known. Choose {string.Join(", ", Clouds)}."),
    };

    internal abstract bool IsNotice(HttpStatusCode status, string body);

    /// <summary>Amazon EC2: 404 until the spot instance is to be stopped or terminated, 200 from then on, two minutes ahead.</summary>
    public sealed record Aws(Uri Url) : NoticeSource(Url)
    {
        internal override (string Name, string Value)? Header => null;

        /// <summary>The address of a session token, which newer instances require.</summary>
        internal Uri TokenUrl => new(Url, "/latest/api/token");

        internal override bool IsNotice(HttpStatusCode status, string body) => status is HttpStatusCode.OK;
    }

    /// <summary>Google Compute Engine: <c>FALSE</c> until the machine is to be stopped, <c>TRUE</c> from then on, 30 s ahead.</summary>
    public sealed record Gce(Uri Url) : NoticeSource(Url)
    {
        internal override (string Name, string Value)? Header => ("Metadata-Flavor", "Google");

        internal override bool IsNotice(HttpStatusCode status, string body) => status is HttpStatusCode.OK && body.Trim() == "TRUE";
    }

    /// <summary>Azure: scheduled events; one of the type <c>Preempt</c> or <c>Terminate</c> means the end, 30 s or more ahead.</summary>
    public sealed record Azure(Uri Url) : NoticeSource(Url)
    {
        internal override (string Name, string Value)? Header => ("Metadata", "true");

        internal override bool IsNotice(HttpStatusCode status, string body)
        {
            if (status is not HttpStatusCode.OK) return false;
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("Events").EnumerateArray()
                .Any(planned => planned.GetProperty("EventType").GetString() is "Preempt" or "Terminate");
        }
    }
}
