using System.Text;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>Reads comma-separated values according to RFC 4180, with line feeds or carriage returns and line feeds.</summary>
internal static class CsvReading
{
    /// <param name="file">The name of the file, for messages.</param>
    /// <exception cref="UnusableResultsException">A quoted cell does not end, or text follows its end.</exception>
    public static IEnumerable<CsvRow> Read(TextReader reader, string file)
    {
        var (line, first) = (1, 1);
        var (cells, cell, isQuoted, isAfterQuote) = (new List<string>(), new StringBuilder(), false, false);
        int next;
        while ((next = reader.Read()) >= 0)
        {
            var character = (char)next;
            if (isQuoted)
            {
                if (character == '\n') line++;
                if (character != '"') cell.Append(character);
                else if (reader.Peek() == '"') cell.Append((char)reader.Read());
                else (isQuoted, isAfterQuote) = (false, true);
            }
            else if (character == '\n')
            {
                if (cells.Count > 0 || cell.Length > 0 || isAfterQuote) yield return End();
                line++;
                (cells, first, isAfterQuote) = ([], line, false);
            }
            else if (character == ',')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                isAfterQuote = false;
            }
            else if (character == '"' && cell.Length == 0 && !isAfterQuote) isQuoted = true;
            else if (isAfterQuote && character != '\r')
                throw new UnusableResultsException($"{file}:{line}: cell {cells.Count + 1}: text follows the closing quote; write the "
                    + "results again with 'hybrid report'");
            else if (character != '\r' || reader.Peek() != '\n') cell.Append(character);
        }

        if (isQuoted)
            throw new UnusableResultsException($"{file}:{first}: cell {cells.Count + 1}: its closing quote is missing; the file seems to "
                + "be cut off. Write the results again with 'hybrid report'");
        if (cells.Count > 0 || cell.Length > 0 || isAfterQuote) yield return End();

        CsvRow End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            return new(first, cells);
        }
    }
}

/// <param name="Line">The line on which the row begins, from 1.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);
