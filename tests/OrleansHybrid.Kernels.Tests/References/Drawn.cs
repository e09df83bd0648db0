namespace OrleansHybrid.Kernels.Tests.References;

/// <summary>Numbers that depend on a seed alone, whatever the runtime's own generator becomes.</summary>
internal static class Drawn
{
    /// <returns>Numbers between -1 and 1.</returns>
    public static float[] Floats(long count, uint seed)
    {
        var numbers = new float[count];
        ulong state = seed;
        for (var i = 0L; i < count; i++)
        {
            // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            numbers[i] = (float)((z ^ (z >> 31)) >> 40) / (1 << 23) - 1;
        }

        return numbers;
    }
}
