using System.CommandLine;
using PuppeteerSharp;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>The browser of those benchmarks that look at the page.</summary>
internal static class Chromium
{
    public static Option<string> Option() => new("--browser")
    {
        Description = "The Chromium to start.",
        DefaultValueFactory = _ => "/usr/bin/chromium",
    };

    public static Task<IBrowser> Start(string path) => Puppeteer.LaunchAsync(new()
    {
        ExecutablePath = path,
        Headless = true,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
}
