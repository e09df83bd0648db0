using System.Text.Json;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cli.Exports.Optuna;

/// <summary>
/// A swept setting as Optuna describes it: listed values are categories, a range is one of numbers. It is the same for all trials, as
/// Optuna's plots require. Source: optuna/distributions.py.
/// </summary>
internal sealed class OptunaDistribution
{
    private readonly Dictionary<object, int>? _categories;

    public OptunaDistribution(SettingDomain domain)
    {
        if (domain.Range is { } range)
        {
            Json = JsonSerializer.Serialize(domain.Setting.Kind is SettingKind.WholeNumber ? Whole(range) : Real(range));
            return;
        }

        _categories = domain.Values.Index().ToDictionary(value => value.Item, value => value.Index);
        Json = JsonSerializer.Serialize(new { name = "CategoricalDistribution", attributes = new { choices = domain.Values } });
    }

    /// <summary>The text of it that a journal holds.</summary>
    public string Json { get; }

    /// <summary>The number that stands for a value: the value itself, or the index of a category.</summary>
    public double NumberOf(object value) =>
        _categories is { } categories ? categories[value] : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private static object Real(SettingRange range) => new
    {
        name = "FloatDistribution",
        attributes = new { step = (double?)null, low = range.Low, high = range.High, log = range.IsLogarithmic },
    };

    private static object Whole(SettingRange range) => new
    {
        name = "IntDistribution",
        attributes = new { log = range.IsLogarithmic, step = 1, low = (long)Math.Ceiling(range.Low), high = (long)Math.Floor(range.High) },
    };
}
