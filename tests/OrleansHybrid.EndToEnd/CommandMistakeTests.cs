namespace OrleansHybrid.EndToEnd;

/// <summary>
/// What the console answers to mistakes in commands, word for word: <c>CommandMistakes.approved.md</c>. With
/// <c>ORLEANSHYBRID_APPROVE=1</c> the test writes them there.
/// </summary>
public sealed class CommandMistakeTests : IDisposable
{
    private const int AtOnce = 4;

    private static readonly string[] Commands =
    [
        "sumbit sweep.yaml",
        "run nowhere.yaml",
        "run sweep.yaml --slots 0",
        "run sweep.yaml --slots many",
        "run sweep.yaml --port 70000",
        "run sweep.yaml --set epochs",
        "run sweep.yaml --set epocs=3",
        "validate sweep.yaml --set temperature=[0.1,-1]",
        "simulate sweep.yaml",
        "simulate sweep.yaml --results nowhere/results.csv",
        "simulate sweep.yaml --results results.csv --trials 50",
        "simulate --table nowhere.csv.gz --slots 0",
        "submit sweep.yaml",
        "submit sweep.yaml --cluster 127.0.0.1:6379",
        "submit sweep.yaml --cluster redis:127.0.0.1:1",
        "submit sweep.yaml --paused --wait",
        "status --clustr redis:127.0.0.1:1,password=secret",
        "list --cluster redis://:secret@127.0.0.1:1",
        "list --cluster redis:127.0.0.1:1,password=my,secret",
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
        "doctor --port many",
        "doctor --output picture",
    ];

    private readonly TemporaryFolder _folder = new();

    public CommandMistakeTests() => _folder.File("sweep.yaml", TinySweep.Yaml);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mistakes_AreAnsweredAsApproved()
    {
        var answers = new List<string>();
        foreach (var some in Commands.Chunk(AtOnce)) answers.AddRange(await Task.WhenAll(some.Select(Answer)));
        var table = "# Mistakes in commands\n\nWhat the console answers, after `hybrid`, before the help of the "
            + "command where there is one.\n"
            + string.Concat(answers);

        ApprovedText.Require("tests/OrleansHybrid.EndToEnd/CommandMistakes.approved.md", table);
    }

    private async Task<string> Answer(string command)
    {
        await using var hybrid = HybridProcess.Start(_folder.Path, command.Split(' '));
        var exitCode = await hybrid.Exited();
        // The command's help, which follows a mistake in its words, ends standard output.
        var said = hybrid.StandardOutput.TakeWhile(line => !line.StartsWith("Description:", StringComparison.Ordinal))
            .Concat(hybrid.StandardError);
        var message = string.Join('\n', said).Replace(_folder.Path, "FOLDER", StringComparison.Ordinal).Trim();
        return $"\n## {command}\n\n```\n{message}\n```\n\nExit code {exitCode}.\n";
    }
}
