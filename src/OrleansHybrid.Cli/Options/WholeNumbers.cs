using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansHybrid.Cli.Options;

/// <summary>Options that have a whole number within bounds; another is refused by the option's name.</summary>
internal static class WholeNumbers
{
    public const int MostPort = 65535;

    public static Option<int> Within(this Option<int> option, int least, int most = int.MaxValue)
    {
        option.CustomParser = result => Read(option.Name, result, least, most);
        return option;
    }

    public static Option<int?> Within(this Option<int?> option, int least, int most = int.MaxValue)
    {
        option.CustomParser = result => Read(option.Name, result, least, most);
        return option;
    }

    private static int Read(string name, ArgumentResult result, int least, int most)
    {
        var text = result.Tokens is [var token, ..] ? token.Value : "";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            result.AddError($"{name} is a whole number, not '{text}'.");
        else if (number < least || number > most)
            result.AddError(most == int.MaxValue ? $"{name} must be at least {least}." : $"{name} must be from {least} to {most}.");
        return number;
    }
}
