using AzNetHelper.Arm;
using static AzNetHelper.Tests.Arms;
using static AzNetHelper.Tests.OperationAnswers;
using static AzNetHelper.Tests.ScriptedServer;

namespace AzNetHelper.Tests;

public sealed class LostStatusTests
{
    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(400)]
    public async Task A_status_that_cannot_be_read_is_no_failure_of_the_operation(int status)
    {
        var refused = true;
        var server = new ScriptedServer((r, n) => n == 0 ? Accepted(("Azure-AsyncOperation", Operation))()
            : r.Url == Operation ? (refused = !refused) ? Error(status, "X") : Succeeded()
            : Resource("Succeeded")());
        var arm = Open(server);
        Assert.Equal(200, (await arm.WaitAsync(await arm.SendAsync(Put(), Stop), Stop)).Status);
    }

    [Fact]
    public async Task A_status_that_stays_unreadable_is_lost_and_the_write_may_have_taken_effect()
    {
        var server = new ScriptedServer((_, n) => n == 0 ? Accepted(("Azure-AsyncOperation", Operation))()
            : Error(403, "AuthorizationFailed"));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        var error = await Fails(() => arm.WaitAsync(operation, Stop));
        Assert.Equal(("OperationStatusLost", true, 403), (error.Code, error.MayHaveTakenEffect, error.Status));
    }

    [Theory]
    [InlineData("<html/>")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_status_that_says_nothing_is_lost_too(string body)
    {
        var server = new ScriptedServer((_, n) => n == 0 ? Accepted(("Azure-AsyncOperation", Operation))()
            : Answer(200, body));
        var arm = Open(server);
        var operation = await arm.SendAsync(Put(), Stop);
        Assert.Equal("OperationStatusLost", (await Fails(() => arm.WaitAsync(operation, Stop))).Code);
    }

    [Fact]
    public async Task A_forgotten_status_url_falls_back_to_the_resource()
    {
        var server = new ScriptedServer(() => Error(404, "NotFound"), Resource("Updating"), Resource("Succeeded"));
        var stored = new ArmOperation(ArmVerb.Put, VNet, ApiVersion, 201) { StatusUri = new(Operation) };
        Assert.Equal(200, (await Open(server).WaitAsync(stored, Stop)).Status);
        Assert.Equal(VNet, server.Requests[2].Path);
    }

    [Fact]
    public async Task A_forgotten_delete_is_done_when_the_resource_is_gone_and_lost_when_nothing_is_under_way()
    {
        var stored = new ArmOperation(ArmVerb.Delete, VNet, ApiVersion, 202) { StatusUri = new(Operation),
            ResultUri = new(Result) };
        Assert.Equal(204, (await Open(new ScriptedServer(() => Error(404, "NotFound"), Resource("Deleting"),
            () => Error(404, "ResourceNotFound"))).WaitAsync(stored, Stop)).Status);
        var error = await Fails(() => Open(new ScriptedServer(() => Error(404, "NotFound"),
            Resource("Succeeded"))).WaitAsync(stored, Stop));
        Assert.Equal(("OperationStatusLost", true), (error.Code, error.MayHaveTakenEffect));
    }

    [Fact]
    public async Task A_forgotten_put_whose_resource_failed_is_a_failure()
    {
        var stored = new ArmOperation(ArmVerb.Put, VNet, ApiVersion, 201) { StatusUri = new(Operation) };
        var error = await Fails(() =>
            Open(new ScriptedServer(() => Error(404, "NotFound"), Resource("Failed"))).WaitAsync(stored, Stop));
        Assert.Equal("OperationFailed", error.Code);
    }

    [Fact]
    public async Task A_forgotten_post_is_lost()
    {
        var stored = new ArmOperation(ArmVerb.Post, VNet + "/reset", ApiVersion, 202) { ResultUri = new(Result) };
        var server = new ScriptedServer((_, _) => Error(404, "NotFound"));
        Assert.Equal("OperationStatusLost", (await Fails(() => Open(server).WaitAsync(stored, Stop))).Code);
    }

    [Fact]
    public async Task A_result_url_answers_with_the_operations_own_error()
    {
        var stored = new ArmOperation(ArmVerb.Post, VNet + "/reset", ApiVersion, 202) { ResultUri = new(Result) };
        var server = new ScriptedServer(() => Error(400, "VpnClientAddressPoolNotSpecified"));
        var error = await Fails(() => Open(server).WaitAsync(stored, Stop));
        Assert.Equal((400, "VpnClientAddressPoolNotSpecified"), (error.Status, error.Code));
    }
}
