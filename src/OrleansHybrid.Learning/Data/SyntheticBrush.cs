using System.Numerics;

namespace OrleansHybrid.Learning.Data;

/// <summary>An outline placed on a 32x32 canvas.</summary>
/// <param name="X">Column of its centre.</param>
/// <param name="Y">Row of its centre.</param>
/// <param name="Radius">Pixels to the outline's unit.</param>
/// <param name="Turn">Radians.</param>
/// <param name="Stretch">Width of the turned figure's second axis to its first.</param>
internal readonly record struct SyntheticBrush(Outline Outline, double X, double Y, double Radius, double Turn, double Stretch)
{
    /// <summary>Covers the canvas with the colour inside the outline, with smooth edges of about a pixel.</summary>
    public void Over(Span<Vector3> canvas, Vector3 colour)
    {
        var (sine, cosine) = Math.SinCos(Turn);
        for (var pixel = 0; pixel < canvas.Length; pixel++)
        {
            var (dx, dy) = (((pixel % ImageSet.Side) - X) / Radius, ((pixel / ImageSet.Side) - Y) / Radius);
            var distance = Outline((cosine * dx) + (sine * dy), ((cosine * dy) - (sine * dx)) / Stretch) * Radius;
            var covered = (float)Math.Clamp(0.5 - distance, 0, 1);
            canvas[pixel] += (colour - canvas[pixel]) * covered;
        }
    }
}
