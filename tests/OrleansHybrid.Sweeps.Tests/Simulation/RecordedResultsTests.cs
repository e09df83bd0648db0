using OrleansHybrid.Sweeps.Simulation;

namespace OrleansHybrid.Sweeps.Tests.Simulation;

/// <summary>Results that a person names and that are none.</summary>
public sealed class RecordedResultsTests : IDisposable
{
    private const string Header = "trial,temperature,seed,objective,state,attempts,epochs,top1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "results.csv:1: is empty")]
    [InlineData("a,b\n1,2\n", "results.csv:1: there is no column 'trial', only a, b")]
    [InlineData(Header + "\n", "has no trials below its header")]
    [InlineData(Header + "\n0000,0.1,0,0.5,completed,1,4\n", "results.csv:2: has 7 cells, and the header has 8")]
    [InlineData(Header + "\n0000,hot,0,0.5,completed,1,4,0.5\n", "results.csv:2: column 2 (temperature): 'hot'")]
    [InlineData(Header + "\n0000,0.1,x,0.5,completed,1,4,0.5\n", "results.csv:2: column 3 (seed): 'x' is not a whole number")]
    [InlineData(Header + "\n0000,0.1,0,0.5,done,1,4,0.5\n", "results.csv:2: column 5 (state): 'done' is no state of a trial: pending,")]
    [InlineData(Header + "\n../x,0.1,0,0.5,completed,1,4,0.5\n", "results.csv:2: column 1 (trial): '../x' is not the number of a trial")]
    [InlineData(
        Header + "\n0000,0.1,0,0.5,completed,1,4,0.5\n0000,0.2,0,0.5,completed,1,4,0.5\n",
        "results.csv:3: column 1 (trial): trial 0000 comes twice")]
    [InlineData("trial,heat,seed,objective,state,attempts,epochs,top1\n", "results.csv:1: the column 'heat' before 'seed' is no setting")]
    [InlineData(Header + "\n0000,\"0.1,0\n", "results.csv:2: cell 2: its closing quote is missing")]
    [InlineData(Header + "\n0000,\"0.1\"x,0\n", "results.csv:2: cell 2: text follows the closing quote")]
    public void Table_ThatIsMalformed_IsRefusedAtItsPlace(string text, string problem)
    {
        var file = _folder.File("results.csv", text);

        var refusal = Assert.Throws<UnusableResultsException>(() => RecordedResults.Read(file));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_InAFolder_IsFound_AndOneThatIsNotThere_IsTold()
    {
        Assert.Contains(
            "Name the results.csv of a finished sweep",
            Assert.Throws<UnusableResultsException>(() => RecordedResults.Read(_folder.Path)).Message,
            StringComparison.Ordinal);
        _folder.File("results.csv", Header + "\r\n0000,0.1,0,0.5,completed,1,4,0.5\r\n");

        Assert.Equal(["temperature"], RecordedResults.Read(_folder.Path).Keys);
    }
}
