using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Tests.Terminal;

public class SecretTextTests
{
    [Theory]
    [InlineData("Unrecognized argument 'redis:h:1,password=s3cr3t!,ssl=true'.", "Unrecognized argument 'redis:h:1,password=…,ssl=true'.")]
    [InlineData("h:1,Password = s3cr3t", "h:1,Password = …")]
    [InlineData("AccountName=a;AccountKey=czNj/cjN0==;Container=c", "AccountName=a;AccountKey=…;Container=c")]
    [InlineData("BlobEndpoint=https://a;SharedAccessSignature=sv=1&sig=s3cr3t", "BlobEndpoint=https://a;SharedAccessSignature=…")]
    [InlineData("https://a.blob.core.windows.net/c?sv=2024&sig=s3cr3t%3D&se=1", "https://a.blob.core.windows.net/c?sv=2024&sig=…&se=1")]
    [InlineData("https://me:s3cr3t@host/path and redis://:s3cr3t@host", "https://me:…@host/path and redis://:…@host")]
    public void Hidden_LeavesNoSecret(string text, string shown) => Assert.Equal(shown, SecretText.Hidden(text));

    [Theory]
    [InlineData("--cluster redis:host:port[,password=…]")]
    [InlineData("trial 0003 (temperature=0.1, seed=0) completed: top1 50.0%")]
    [InlineData("https://account.blob.core.windows.net/container")]
    [InlineData("silo S127.0.0.1:11111@5, a password has no comma")]
    public void Hidden_OfWhatHoldsNone_IsTheSame(string text) => Assert.Equal(text, SecretText.Hidden(text));
}
