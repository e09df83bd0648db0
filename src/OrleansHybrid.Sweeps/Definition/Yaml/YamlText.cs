using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Writes a <see cref="YamlTree"/> as text that reads back as the same tree, except for the line numbers.</summary>
internal static class YamlText
{
    public static string Write(YamlTree tree)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(tree, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(YamlTree tree, Emitter emitter)
    {
        switch (tree)
        {
            case YamlTree.Map map:
                emitter.Emit(new MappingStart());
                foreach (var entry in map.Entries)
                {
                    Write(entry.Key, isNull: false, emitter);
                    Write(entry.Value, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case YamlTree.List list:
                emitter.Emit(new SequenceStart(default, default, isImplicit: true, SequenceStyle.Flow));
                foreach (var item in list.Items) Write(item, emitter);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlTree.Text scalar:
                Write(scalar.Value, scalar.IsNull, emitter);
                break;
        }
    }

    private static void Write(string value, bool isNull, Emitter emitter)
    {
        // Quotes tell the word from what it means without them.
        var style = isNull ? ScalarStyle.Plain : YamlTree.MeansNull(value) || value is "<<" ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        emitter.Emit(new Scalar(default, default, isNull ? "null" : value, style, isPlainImplicit: true, isQuotedImplicit: true));
    }
}
