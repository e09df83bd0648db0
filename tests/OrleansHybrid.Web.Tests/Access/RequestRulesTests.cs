using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Web.Access;
using OrleansHybrid.Web.Tests.Testing;

namespace OrleansHybrid.Web.Tests.Access;

public class RequestRulesTests(SharedSilo shared)
{
    [Fact]
    public async Task Changes_OfForeignPagesAndStrangers_AreRefusedByEveryMethod()
    {
        var silo = shared.Silo;
        var api = await silo.Get("/api/v1/openapi.json");
        var changes = (from path in api.GetProperty("paths").EnumerateObject()
                       from operation in path.Value.EnumerateObject()
                       where operation.Name is not ("get" or "head")
                       select (Method: operation.Name, Path: path.Name.Replace("{sweep}", "fake").Replace("{trial}", "0"))).ToList();

        Assert.True(changes.Count >= 14, $"{changes.Count} methods change something");
        foreach (var (method, path) in changes)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Http, method, path, ("Host", "rebound.example")));
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Http, method, path, ("Origin", "https://foreign.example")));
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Http, method, path, ("Origin", "null")));
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Http, method, path, ("Sec-Fetch-Site", "cross-site")));
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Http, method, path, ("Sec-Fetch-Site", "same-site")));
            Assert.Equal(HttpStatusCode.Unauthorized, await Ask(silo.Stranger, method, path));
        }

        // Reading needs a name of this silo and nothing else.
        foreach (var path in (string[])["/", "/api/v1/sweeps", "/api/v1/openapi.json", "/page/index.html", "/api/v1/events"])
            Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Stranger, "get", path, ("Host", "rebound.example")));
        Assert.Equal(HttpStatusCode.OK, await Ask(silo.Stranger, "get", "/api/v1/sweeps"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo.Stranger, "get", "/api/v1/sweeps", ("Origin", "https://foreign.example")));
        // A link on another site may open the page.
        Assert.Equal(HttpStatusCode.OK, await Ask(silo.Stranger, "get", "/", ("Sec-Fetch-Site", "cross-site")));
        // What a proxy passes on does not come from this machine.
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(silo.Stranger, "get", "/api/v1/sweeps", ("X-Forwarded-For", "10.1.2.3")));
    }

    [Fact]
    public async Task Login_LeavesTheTokenInACookieThatOnlyThisSiteSends()
    {
        var silo = shared.Silo;
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

        using var answer = await http.GetAsync(silo.Page, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{silo.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            await Ask(silo.Stranger, "post", "/api/v1/sweeps/none/pause", ("Cookie", cookie.Split(';')[0])));
        foreach (var to in (string[])["//foreign.example", "/\\foreign.example", "https://foreign.example", "sweeps"])
        {
            var address = new Uri($"{silo.Page}&to={Uri.EscapeDataString(to)}");
            using var elsewhere = await http.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal("/", elsewhere.Headers.Location!.OriginalString);
        }

        using var wrong = await http.GetAsync(new Uri(silo.Address, "/login?t=wrong"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task Token_IsReadableByItsOwnerAlone_AndStays()
    {
        using var folder = new TemporaryFolder();

        var token = OperatorToken.Of(folder.Path);

        Assert.Equal(48, token.Length);
        Assert.Equal(token, OperatorToken.Of(folder.Path));
        Assert.Equal(token, OperatorToken.Find(folder.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "operator-token")));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "operator-token"), "cut", TestContext.Current.CancellationToken);
        Assert.Null(OperatorToken.Find(folder.Path));
        Assert.NotEqual(token, OperatorToken.Of(folder.Path));
    }

    [Fact]
    public async Task Gateway_ClosesConnectionsWithoutTheSecret()
    {
        var silo = shared.Silo;
        var gateway = LocalGateway.Find(silo.State)!;

        await using var console = await ClusterConnection.Open(
            gateway, silo.Token, silo.State, TestContext.Current.CancellationToken);
        Assert.NotNull((await console.Ask(cluster => cluster.GetScheduler().List())).Ids);

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(new string('0', silo.Token.Length)), TestContext.Current.CancellationToken);
        Assert.Equal(0, await stream.ReadAsync(new byte[64], TestContext.Current.CancellationToken));
    }

    private static async Task<HttpStatusCode> Ask(HttpClient http, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method.ToUpperInvariant()), new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (method is "post" or "patch") request.Content = new StringContent("{}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
