using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Scheduling;

/// <summary>
/// Sweeps that had nothing to start a moment ago. An agent that asks again with the same free slots is no reason to ask
/// them again, or a hundred idle agents and sweeps would ask each other ten thousand times a second. Slots that have just
/// become free are: the end of their trial may be what a sweep was waiting for.
/// </summary>
/// <param name="rest">How long an agent that asks again leaves a sweep alone.</param>
internal sealed class QuietSweeps(TimeSpan rest)
{
    private readonly Dictionary<string, string[]> _offers = [];
    private readonly Dictionary<string, TimeSpan> _since = [];

    /// <summary>Notes the offer.</summary>
    /// <returns>Whether the agent offers other slots than the last time.</returns>
    public bool IsNews(SlotOffer offer)
    {
        var isNews = !_offers.TryGetValue(offer.Agent, out var last) || !last.SequenceEqual(offer.Free);
        _offers[offer.Agent] = offer.Free;
        return isNews;
    }

    public bool IsQuiet(string sweep, TimeSpan now) => _since.TryGetValue(sweep, out var since) && now - since < rest;

    public void HadNothing(string sweep, TimeSpan now) => _since[sweep] = now;

    public void Wake(string sweep) => _since.Remove(sweep);

    public void ForgetAgent(string agent) => _offers.Remove(agent);
}
