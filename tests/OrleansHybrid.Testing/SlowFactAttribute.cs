using System.Runtime.CompilerServices;
using Xunit.v3;

namespace OrleansHybrid.Testing;

/// <summary>A fact that takes seconds: see <see cref="SlowTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowFactAttribute : FactAttribute, ITraitAttribute
{
    public SlowFactAttribute(
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber) =>
        (Skip, SkipType, SkipUnless) = (SlowTests.Reason, typeof(SlowTests), nameof(SlowTests.AreAsked));

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => SlowTests.Traits;
}
