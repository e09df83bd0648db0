using System.Runtime.CompilerServices;
using Xunit.v3;

namespace OrleansHybrid.Testing;

/// <summary>A theory that takes seconds for each of its cases: see <see cref="SlowTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public SlowTheoryAttribute(
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber) =>
        (Skip, SkipType, SkipUnless) = (SlowTests.Reason, typeof(SlowTests), nameof(SlowTests.AreAsked));

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => SlowTests.Traits;
}
