namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>Random-resized views of 224x224, one of each photo.</summary>
/// <param name="From">
/// <c>files</c>: decoded and shrunk each time; <c>cache</c>: shrunken ones from the disk; <c>full-size</c>: decoded at full size,
/// not shrunk.
/// </param>
/// <param name="Folder">An image folder; where it holds none, photos are drawn into it first.</param>
/// <param name="Photos">How many, of 800x600.</param>
/// <param name="Threads">How many threads decode.</param>
internal sealed record DecodePoint(string From, string Folder, int Photos, int Threads);

/// <param name="Milliseconds">For all photos, by the clock on the wall.</param>
/// <param name="CpuMilliseconds">For all photos, what the process's threads computed.</param>
/// <param name="FileBytes">Of all photos.</param>
internal sealed record DecodeCost(double Milliseconds, double CpuMilliseconds, long FileBytes);
