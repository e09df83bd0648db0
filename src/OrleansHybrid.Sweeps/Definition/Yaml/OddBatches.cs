using System.Globalization;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Warns of an odd batch size in views: each image has two views, so the last image would be incomplete.</summary>
internal static class OddBatches
{
    private static readonly Setting Size = RecipeSchema.Of(nameof(Recipe.BatchSize)), Unit = RecipeSchema.Of(nameof(Recipe.BatchUnit));

    public static IEnumerable<Problem> Find(SettingsReading settings)
    {
        if (!settings.Given.TryGetValue(Size.Key, out var place) || !ValuesOf(Unit).Contains(BatchUnit.Views.Spelled())) return [];
        var sizes = ValuesOf(Size);
        return from size in sizes
               let views = int.Parse(size, CultureInfo.InvariantCulture)
               where views % 2 == 1
               let even = (views - 1).ToString(CultureInfo.InvariantCulture)
               select new Problem(
                   place.Line,
                   place.Path,
                   $"{size} views are {views / 2} images of two views each, so {size} trains the same as "
                       + $"{even}{(sizes.Contains(even) ? ", which is listed too" : "")}: write {even} or {views + 1}");

        IReadOnlyList<string> ValuesOf(Setting setting) =>
            settings.Axes.FirstOrDefault(axis => axis.Key == setting.Key)?.Values ?? [setting.Read(settings.Recipe)];
    }
}
