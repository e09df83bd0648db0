namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>The capabilities of a machine, as its trainer detects them: the one line of JSON that <c>probe</c> prints.</summary>
/// <param name="LibTorch">Version of the tensor library.</param>
/// <param name="Cuda">True if it has computed something on each visible GPU, and there is one.</param>
/// <param name="Devices">Visible GPUs.</param>
/// <param name="Cpu">The processor's maker and widest vectors: <c>GenuineIntel AVX512</c>. Equal processors compute equal bits.</param>
public sealed record TrainerProbe(string LibTorch, bool Cuda, int Devices, string Cpu);
