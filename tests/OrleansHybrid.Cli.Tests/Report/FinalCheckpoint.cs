using System.Buffers.Binary;
using System.Text;

namespace OrleansHybrid.Cli.Tests.Report;

/// <summary>Files of a final checkpoint, as a trainer writes them.</summary>
internal static class FinalCheckpoint
{
    public const string Evaluation =
        """
        {"accuracy":{"top1":0.5},"classes":[{"name":"cat","train_images":300,"test_images":4,"accuracy":0.75},
        {"name":"dog <i>","train_images":60,"test_images":4,"accuracy":0.25},{"name":"eel","train_images":3,"test_images":0}],
        "confusion":[[3,1,0],[2,1,1],[0,0,0]]}
        """;

    public static byte[] Prototypes(params float[][] rows)
    {
        var values = rows.SelectMany(row => row).ToArray();
        var data = new byte[4 * values.Length];
        Buffer.BlockCopy(values, 0, data, 0, data.Length);
        return Safetensors($$$"""{"prototypes":{"dtype":"F32","shape":[{{{rows.Length}}},1,{{{rows[0].Length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data);
    }

    public static byte[] Safetensors(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file, 8 + text.Length);
        return file;
    }
}
