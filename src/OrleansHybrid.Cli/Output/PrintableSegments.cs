using OrleansHybrid.Sweeps.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansHybrid.Cli.Output;

/// <summary>Allows control sequences of the styles of tables and pages, but none from their contents.</summary>
internal sealed class PrintableSegments : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(part => new Shown(part));

    private sealed class Shown(IRenderable part) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => part.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            part.Render(options, maxWidth)
                .Select(segment => segment.IsControlCode ? segment : new Segment(PrintableText.Of(segment.Text), segment.Style));
    }
}
