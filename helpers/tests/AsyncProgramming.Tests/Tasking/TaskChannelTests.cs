using AsyncProgramming.EventLoops;
using AsyncProgramming.Tasking;

namespace AsyncProgramming.Tests.Tasking;

public sealed class TaskChannelTests
{
    private readonly CooperativeScheduler _scheduler = new(new VirtualTime());

    [Fact]
    public void A_chain_of_channels_sieves_the_prime_numbers()
    {
        var primes = new List<int>();
        _scheduler.Run(async () =>
        {
            var numbers = new TaskChannel<int>();
            CooperativeTask.Start(() => Count(numbers));
            for (var found = 0; found < 25; found++)
            {
                var prime = await numbers.Receive(TestContext.Current.CancellationToken);
                primes.Add(prime);
                var (input, output) = (numbers, new TaskChannel<int>());
                CooperativeTask.Start(() => Filter(prime, input, output));
                numbers = output;
            }

            CooperativeTask.ExitAll();
        });
        Assert.Equal(
            [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97], primes);

        static async Task Count(TaskChannel<int> output)
        {
            for (var number = 2; ; number++) await output.Send(number);
        }

        static async Task Filter(int prime, TaskChannel<int> input, TaskChannel<int> output)
        {
            while (true)
            {
                var number = await input.Receive();
                if (number % prime != 0) await output.Send(number);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Items_arrive_in_the_order_of_the_sends(int capacity)
    {
        var received = new List<int>();
        _scheduler.Run(async () =>
        {
            var channel = new TaskChannel<int>(capacity);
            for (var sender = 0; sender < 5; sender++)
            {
                var first = sender * 2;
                CooperativeTask.Start(async () => await channel.Send(first));
                CooperativeTask.Start(async () => await channel.Send(first + 1));
            }

            await CooperativeTask.Yield();
            for (var i = 0; i < 10; i++) received.Add(await channel.Receive(TestContext.Current.CancellationToken));
        });
        Assert.Equal(Enumerable.Range(0, 10), received);
    }

    [Fact]
    public void A_round_trip_and_a_yield_allocate_nothing()
    {
        const int rounds = 10_000;
        var (sum, allocated) = (0L, -1L);
        _scheduler.Run(async () =>
        {
            var (there, back) = (new TaskChannel<int>(), new TaskChannel<int>(1));
            CooperativeTask.Start(async () =>
            {
                while (true) await back.Send(await there.Receive());
            });
            var before = 0L;
            for (var i = -100; i < rounds; i++)
            {
                if (i == 0) (sum, before) = (0, GC.GetAllocatedBytesForCurrentThread());
                await there.Send(i, CancellationToken.None);
                sum += await back.Receive(CancellationToken.None);
                await CooperativeTask.Yield();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            CooperativeTask.ExitAll();
        });
        Assert.Equal(rounds * (rounds - 1L) / 2, sum);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Coroutines_need_no_scheduler_to_use_a_channel()
    {
        var sum = EventLoop.Run(async () =>
        {
            var channel = new TaskChannel<int>();
            var sending = Send();
            var sum = 0;
            for (var i = 0; i < 10; i++) sum += await channel.Receive();
            await sending;
            return sum;

            async Task Send()
            {
                for (var i = 0; i < 10; i++) await channel.Send(i);
            }
        });
        Assert.Equal(45, sum);
    }
}
