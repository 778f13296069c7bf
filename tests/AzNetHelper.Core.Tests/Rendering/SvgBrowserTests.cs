using System.Text.RegularExpressions;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What a browser makes of a drawing, with its own fonts: asked for the boxes that it draws.</summary>
public sealed partial class SvgBrowserTests(ITestOutputHelper output)
{
    // Every text within the page, and every text of a node within that node.
    private const string Question = """
        <script>
        const faults = [];
        let texts = 0;
        for (const svg of document.querySelectorAll('svg')) {
          const page = svg.getBoundingClientRect();
          for (const text of svg.querySelectorAll('text')) {
            texts++;
            const box = text.getBoundingClientRect();
            if (box.width > 0 && (box.left < page.left - 1 || box.right > page.right + 1 || box.top < page.top - 1 || box.bottom > page.bottom + 1))
              faults.push('off the page: ' + text.textContent);
            const node = text.closest('g[data-key]');
            if (!node || node.dataset.kind in { Peering: 1, Connection: 1, Clients: 1, Membership: 1 } || text.getAttribute('text-anchor')) continue;
            const around = node.querySelector('rect,path').getBoundingClientRect();
            if (box.left < around.left - 1 || box.right > around.right + 1 || box.top < around.top - 1 || box.bottom > around.bottom + 1)
              faults.push('out of its box: ' + text.textContent);
          }
        }
        document.body.innerHTML = '<p>asked ' + texts + ' texts, ' + faults.length + ' faults</p>';
        for (const fault of faults) document.body.appendChild(document.createElement('p')).textContent = fault;
        </script>
        """;

    [Fact]
    public async Task A_browser_draws_every_word_within_its_box_and_page()
    {
        if (ToolProcess.Find("chromium") is not { } browser)
        {
            ToolProcess.Missing("There is no chromium on the PATH.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("azn-svg-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            string[] names = ["all", "hub", "plan", "stop", "way", "subscription"];
            var drawn = string.Concat(names.Select(n => DrawnSvg.Of(SvgPictureTests.Picture(n)).Text));
            await File.WriteAllTextAsync(page, $"<!doctype html><meta charset=\"utf-8\"><body>{drawn}{Question}</body>", TestContext.Current.CancellationToken);
            var run = await ToolProcess.RunAsync(browser,
                ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", $"--user-data-dir={Path.Combine(folder, "profile")}", "--dump-dom", new Uri(page).AbsoluteUri],
                folder, new Dictionary<string, string?>(StringComparer.Ordinal), TimeSpan.FromSeconds(90));
            var answer = Asked().Match(run.Succeeded());
            output.WriteLine(answer.Value);
            Assert.True(int.Parse(answer.Groups["texts"].Value, System.Globalization.CultureInfo.InvariantCulture) > 500);
            Assert.True(answer.Groups["faults"].Value == "0", run.Out[answer.Index..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("asked (?<texts>[0-9]+) texts, (?<faults>[0-9]+) faults", RegexOptions.ExplicitCapture)]
    private static partial Regex Asked();
}
