using static TorchSharp.torch;
using var t = ones(2);
Console.WriteLine(t.sum().item<float>());
