// The clock goes as it should until the test sets it to another time with `jump(milliseconds)`.
{
  let ahead = 0;
  const { now } = performance;
  performance.now = () => now.call(performance) + ahead;
  const { now: today } = Date;
  Date.now = () => today() + ahead;
  window.jump = (milliseconds) => {
    ahead += milliseconds;
  };
}
