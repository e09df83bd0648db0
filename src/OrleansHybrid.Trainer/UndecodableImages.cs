using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Trainer;

/// <summary>Decodes every image of a selection and names those that cannot be decoded.</summary>
internal static class UndecodableImages
{
    private const int Block = 1000;

    /// <returns>How many cannot be decoded.</returns>
    public static int Print(DataSelection selection)
    {
        var (done, undecodable, total) = (0, 0, selection.TrainIndices.Length + selection.TestIndices.Length);
        foreach (
            var (source, indices) in ((IImageSource, int[])[])[
                (selection.Splits.Train, selection.TrainIndices), (selection.Splits.Test, selection.TestIndices)])
        {
            foreach (var block in indices.Chunk(Block))
            {
                foreach (var (file, reason) in source is ImageFileSplit files ? files.FindUndecodable(block) : [])
                {
                    Console.WriteLine($"{PrintableText.OneLine(file)} cannot be decoded: {PrintableText.OneLine(reason)}.");
                    undecodable++;
                }

                done += block.Length;
                if (!Console.IsErrorRedirected) GuardedConsole.DrawingOfProgress.Write($"\r{done} of {total} images decoded");
            }
        }

        if (!Console.IsErrorRedirected) Console.Error.WriteLine();
        Console.WriteLine($"{undecodable} of {total} images cannot be decoded.");
        return undecodable;
    }
}
