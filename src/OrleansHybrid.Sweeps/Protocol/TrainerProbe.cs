namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>What a trainer finds on its machine: the one line of JSON that <c>probe</c> prints.</summary>
/// <param name="LibTorch">Version of the tensor library.</param>
/// <param name="Cuda">Whether it can compute on a GPU.</param>
/// <param name="Devices">GPUs that it sees.</param>
/// <param name="Cpu">The processor's maker and widest vectors: <c>GenuineIntel AVX512</c>. Bits are the same on equal ones.</param>
public sealed record TrainerProbe(string LibTorch, bool Cuda, int Devices, string Cpu);
