"""Who a member is: the person that identity verification (본인확인) or the desk vouches for."""
