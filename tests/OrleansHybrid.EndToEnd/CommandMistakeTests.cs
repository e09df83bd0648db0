using System.Text;

namespace OrleansHybrid.EndToEnd;

/// <summary>
/// What the console answers to mistakes in commands, word for word: <c>CommandMistakes.approved.md</c>. Where a change is meant,
/// copy the file that the failed test names over it.
/// </summary>
public sealed class CommandMistakeTests : IDisposable
{
    private const int AtOnce = 4;

    private static readonly string[] Commands =
    [
        "sumbit sweep.yaml",
        "run nowhere.yaml",
        "run sweep.yaml --slots 0",
        "run sweep.yaml --set epochs",
        "run sweep.yaml --set epocs=3",
        "validate sweep.yaml --set temperature=[0.1,-1]",
        "submit sweep.yaml",
        "submit sweep.yaml --cluster 127.0.0.1:6379",
        "submit sweep.yaml --cluster redis:127.0.0.1:1",
        "submit sweep.yaml --paused --wait",
        "status nobody",
        "list --cluster redis:127.0.0.1:1 --state .hybrid",
        "logs sweep",
        "trial show sweep/first",
        "retry sweep",
        "set sweep",
        "export sweep -o xml",
        "best sweep -o excel",
        "trials sweep --is done",
        "checkpoint download sweep/0000",
        "data inspect cifar11",
        "silo --role gpu",
        "silo --cluster redis:127.0.0.1:1 --address 10.0.0.7",
        "silo --cluster redis:127.0.0.1:1 --grace soon",
        "completion tcsh",
    ];

    private readonly TemporaryFolder _folder = new();

    public CommandMistakeTests() => _folder.File("sweep.yaml", TinySweep.Yaml);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mistakes_AreAnsweredAsApproved()
    {
        var table = new StringBuilder("# Mistakes in commands\n\nWhat the console answers, after `hybrid`, before the help of the command where there is one.\n");
        foreach (var some in Commands.Chunk(AtOnce))
            foreach (var answer in await Task.WhenAll(some.Select(Answer)))
                table.Append(answer);

        var approved = Repository.PathOf("tests", "OrleansHybrid.EndToEnd", "CommandMistakes.approved.md");
        var received = Path.Combine(Path.GetTempPath(), "CommandMistakes.received.md");
        if (!File.Exists(approved) || await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken) != table.ToString())
        {
            await File.WriteAllTextAsync(received, table.ToString(), TestContext.Current.CancellationToken);
            Assert.Fail($"The answers are not those that were approved: compare {received} with {approved}.");
        }
    }

    private async Task<string> Answer(string command)
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, command.Split(' '));
        return $"\n## {command}\n\n```\n{Message(output)}\n```\n\nExit code {exitCode}.\n";
    }

    /// <summary>Without the command's help, which follows a mistake in its words, and without the folder's name.</summary>
    private string Message(string output)
    {
        var lines = output.Replace(_folder.Path, "FOLDER", StringComparison.Ordinal).Split('\n');
        return string.Join('\n', lines.TakeWhile(line => !line.StartsWith("Description:", StringComparison.Ordinal))).TrimEnd();
    }
}
