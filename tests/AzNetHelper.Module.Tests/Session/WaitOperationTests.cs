using AzNetHelper.Tests.Infrastructure;

namespace AzNetHelper.Tests.Session;

public sealed class WaitOperationTests : IDisposable
{
    private readonly Engine _engine = new(withTestCmdlets: true);

    public WaitOperationTests() => _engine.Run("""
        function New-Operation([string]$Path) {
            $operation = [AzNetHelper.Arm.ArmOperation]::new('Put', $Path, '2025-05-01', 201)
            $operation.StatusUri = 'https://arm.invalid/operations/1?t=638%2B&c=MII%2F&s=a+b%20c&h=x%7e'
            $operation.RetryAfter = [timespan]::FromSeconds(10)
            $operation.StartedAt = [DateTimeOffset]'2026-01-02T03:04:05.6Z'
            $operation
        }
        $PSDefaultParameterValues['Wait-AzNetOperation:Session'] = New-TestSession -Arm ($arm =
            [AzNetHelper.TestCmdlets.ScriptedArm]::new().Answer('/a', '{"name":"a"}').Answer('/b', '{"sharedKey":"canary-key-77"}'))
        """);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void An_operation_survives_as_one_line_of_text_with_its_signed_address_verbatim()
    {
        var run = _engine.RunStrict("""
            $text = (New-Operation /a).ToText()
            $back = [AzNetHelper.Arm.ArmOperationText]::Parse($text)
            $text.Contains("`n")
            $back.StatusUri.OriginalString -ceq (New-Operation /a).StatusUri.OriginalString
            $back -eq (New-Operation /a)
            $text.Contains('s=a+b%20c&h=x%7e')
            """);

        Assert.Null(run.Ended);
        Assert.Equal(["False", "True", "True", "True"], run.Texts);
    }

    [Fact]
    public void Operations_are_waited_for_from_the_pipeline_as_objects_and_as_text()
    {
        var run = _engine.RunStrict("(New-Operation /a), (New-Operation /b).ToText() | Wait-AzNetOperation | ForEach-Object { \"$_ $($_.Document.Length)\" }");

        Assert.Null(run.Ended);
        Assert.Equal(["Put /a 12", "Put /b 29"], run.Texts.Order());
        Assert.Equal(["WAIT /a", "WAIT /b"], _engine.Run("$arm.Requests").Texts.Order());
        Assert.DoesNotContain("canary", run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_fails_does_not_hide_the_others()
    {
        var run = _engine.Run("(New-Operation /nothing), (New-Operation /a) | Wait-AzNetOperation");

        Assert.Single(run.Output);
        Assert.StartsWith("ResourceNotFound,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_time_is_up_the_error_carries_the_operation_to_go_on_with()
    {
        var run = _engine.Run("""
            $slow = New-TestSession -Arm ([AzNetHelper.TestCmdlets.ScriptedArm]::WithoutPatience().Answer('/a', 'never'))
            Wait-AzNetOperation (New-Operation /a) -Session $slow -Timeout 5 -ErrorVariable e -ErrorAction SilentlyContinue
            $e[0].FullyQualifiedErrorId.Split(',')[0]
            $e[0].CategoryInfo.Category
            $e[0].TargetObject.ToText() -eq (New-Operation /a).ToText()
            """);

        Assert.Equal(["OperationTimeout", "OperationTimeout", "True"], run.Texts);
    }

    [Theory]
    [InlineData("no json", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"kind":"other"}""", "'kind'")]
    [InlineData("""{"kind":"AzNetHelper.ArmOperation","verb":"HOLD"}""", "'verb'")]
    [InlineData("""{"kind":"AzNetHelper.ArmOperation","verb":"PUT","path":"a"}""", "'path'")]
    public void Text_that_is_no_operation_is_refused_with_the_member_at_fault(string text, string part)
    {
        _engine.Set("text", text);

        var run = _engine.RunStrict("Wait-AzNetOperation $text");

        Assert.Contains(part, run.Terminating!.ToString(), StringComparison.Ordinal);
    }
}
